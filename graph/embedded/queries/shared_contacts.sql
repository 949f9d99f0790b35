-- 共用联系方式的企业 / Contacts that several enterprises share
-- at_least: int = 2, as_of: date = today, limit: int = 50
SELECT c.id, json_extract(c.properties, '$.name') AS name, count(DISTINCT r.start) AS enterprises
FROM relation r JOIN node c ON c.id = r."end"
WHERE r.kind IN ('reachable_at', 'located_at') AND r.start LIKE 'ent:%' AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
GROUP BY c.id HAVING enterprises >= :at_least
ORDER BY enterprises DESC, c.id LIMIT :limit
