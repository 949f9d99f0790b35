-- 共用联系方式的企业 / Contacts that several enterprises share
-- at_least: int = 2, limit: int = 50
SELECT c.id, json_extract(c.properties, '$.name') AS name, count(DISTINCT r.start) AS enterprises
FROM relation r JOIN node c ON c.id = r."end"
WHERE r.kind IN ('reachable_at', 'located_at') AND r.live
GROUP BY c.id HAVING count(DISTINCT r.start) >= :at_least
ORDER BY enterprises DESC, c.id LIMIT :limit
