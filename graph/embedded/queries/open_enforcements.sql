-- 未结执行案件 / Parties with open enforcement, largest amount first
-- limit: int = 50
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(e.properties, '$.measure') AS measure,
       json_extract(e.properties, '$.amount') AS amount
FROM relation r JOIN node n ON n.id = r.start JOIN node e ON e.id = r."end"
WHERE r.kind = 'subject_to' AND r.live AND r.valid_to IS NULL AND e.kind = 'enforcement'
ORDER BY CAST(coalesce(json_extract(e.properties, '$.amount'), '0') AS REAL) DESC, n.id, e.id LIMIT :limit
