-- 失信被执行人及其对外担保 / Dishonest debtors and whom they guarantee
-- as_of: date = today, limit: int = 100
WITH debtor AS (
    SELECT s.start AS id, count(DISTINCT f.id) AS cases
    FROM relation s JOIN node f ON f.id = s."end" AND f.kind = 'enforcement'
    WHERE s.kind = 'subject_to' AND json_extract(f.properties, '$.measure') = 'dishonest' AND s.live
      AND coalesce(s.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(s.valid_to, :as_of)
    GROUP BY s.start)
SELECT d.id, json_extract(d.properties, '$.name') AS name, cases, g.id AS other_id,
       json_extract(g.properties, '$.name') AS other_name, json_extract(r.properties, '$.amount') AS amount
FROM debtor JOIN node d ON d.id = debtor.id
LEFT JOIN relation r ON r.start = d.id AND r.kind = 'guarantees'
  AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
LEFT JOIN node g ON g.id = r."end"
ORDER BY d.id, coalesce(g.id, ''), coalesce(r.id, '') LIMIT :limit
