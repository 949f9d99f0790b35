-- 未结执行案件 / Parties with open enforcement, largest amount first
-- as_of: date = today, limit: int = 50
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(e.properties, '$.name') AS case_no,
       json_extract(e.properties, '$.measure') AS measure,
       json_extract(e.properties, '$.amount') AS amount, json_extract(e.properties, '$.filed') AS filed
FROM relation r JOIN node n ON n.id = r.start JOIN node e ON e.id = r."end"
WHERE r.kind = 'subject_to' AND e.kind = 'enforcement' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY CAST(coalesce(json_extract(e.properties, '$.amount'), '0') AS REAL) DESC, n.id, e.id LIMIT :limit
