-- 在多家企业任职的人员 / People who serve or represent several enterprises
-- at_least: int = 2, as_of: date = today, limit: int = 100
SELECT p.id, json_extract(p.properties, '$.name') AS name, count(DISTINCT r."end") AS enterprises
FROM relation r JOIN node p ON p.id = r.start AND p.kind = 'person'
WHERE r.kind IN ('serves_as', 'legal_rep_of') AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
GROUP BY p.id HAVING enterprises >= :at_least
ORDER BY enterprises DESC, p.id LIMIT :limit
