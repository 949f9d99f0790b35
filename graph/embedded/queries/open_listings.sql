-- 未移出的经营异常与严重违法 / Abnormal and serious listings not yet removed
-- as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(p.properties, '$.measure') AS measure,
       json_extract(p.properties, '$.name') AS reason,
       json_extract(p.properties, '$.authority') AS authority, json_extract(p.properties, '$.decided') AS decided
FROM relation r JOIN node n ON n.id = r.start JOIN node p ON p.id = r."end"
WHERE r.kind = 'subject_to' AND p.kind = 'penalty'
  AND json_extract(p.properties, '$.measure') IN ('abnormal', 'serious')
  AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY coalesce(json_extract(p.properties, '$.decided'), ''), n.id, p.id LIMIT :limit
