-- 企业的任职人员 / Who serves an enterprise, its legal representative included
-- id: text, as_of: date = today, limit: int = 100
SELECT p.id, json_extract(p.properties, '$.name') AS name, r.kind AS relation,
       json_extract(r.properties, '$.role') AS role,
       r.valid_from, r.valid_to
FROM relation r JOIN node p ON p.id = r.start
WHERE r.kind IN ('serves_as', 'legal_rep_of') AND r."end" = :id AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY p.id, r.kind, r.id LIMIT :limit
