-- 两日之间的登记变更 / Registered changes between two days
-- since: date, until: date, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name, json_extract(c.properties, '$.date') AS date,
       json_extract(c.properties, '$.name') AS item,
       json_extract(c.properties, '$.before') AS before, json_extract(c.properties, '$.after') AS after
FROM relation r JOIN node e ON e.id = r.start JOIN node c ON c.id = r."end"
WHERE r.kind = 'changed' AND r.live AND json_extract(c.properties, '$.date') BETWEEN :since AND :until
ORDER BY json_extract(c.properties, '$.date'), e.id, c.id LIMIT :limit
