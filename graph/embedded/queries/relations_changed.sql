-- 两日之间开始或结束的关系 / Relations of a party that began or ended between two days
-- id: text, since: date, until: date, limit: int = 100
WITH around AS (
    SELECT r.id, r.kind, r."end" AS other, r.valid_from, r.valid_to FROM relation r WHERE r.start = :id AND r.live
    UNION
    SELECT r.id, r.kind, r.start, r.valid_from, r.valid_to FROM relation r WHERE r."end" = :id AND r.live),
event AS (
    SELECT id, kind, other, valid_from AS date, 'began' AS event FROM around WHERE valid_from BETWEEN :since AND :until
    UNION ALL
    SELECT id, kind, other, valid_to, 'ended' FROM around WHERE valid_to BETWEEN :since AND :until)
SELECT date, event, event.kind AS relation, o.id, json_extract(o.properties, '$.name') AS name
FROM event JOIN node o ON o.id = other
ORDER BY date, event, event.kind, o.id, event.id LIMIT :limit
