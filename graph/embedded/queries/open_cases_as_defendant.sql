-- 未结被诉案件 / Open cases against a party, largest amount first
-- as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(c.properties, '$.name') AS case_no,
       json_extract(r.properties, '$.role') AS role,
       json_extract(c.properties, '$.cause') AS cause, json_extract(c.properties, '$.amount') AS amount,
       json_extract(c.properties, '$.filed') AS filed
FROM relation r JOIN node n ON n.id = r.start JOIN node c ON c.id = r."end"
WHERE r.kind = 'party_to' AND json_extract(r.properties, '$.role') IN ('defendant', 'respondent', 'appellee')
  AND coalesce(json_extract(c.properties, '$.closed'), '9999-12-31') > :as_of AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY CAST(coalesce(json_extract(c.properties, '$.amount'), '0') AS REAL) DESC, n.id, c.id,
  json_extract(r.properties, '$.role') LIMIT :limit
