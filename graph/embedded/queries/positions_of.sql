-- 任职与法定代表人身份 / Positions a person holds, legal representation included
-- id: text, as_of: date = today, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name, r.kind AS relation,
       json_extract(r.properties, '$.role') AS role,
       r.valid_from, r.valid_to
FROM relation r JOIN node e ON e.id = r."end"
WHERE r.kind IN ('serves_as', 'legal_rep_of') AND r.start = :id AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY e.id, r.kind, r.id LIMIT :limit
