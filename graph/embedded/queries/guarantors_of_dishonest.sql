-- 为失信被执行人担保的主体 / Who guarantees dishonest debtors
-- as_of: date = today, limit: int = 100
WITH debtor AS (
    SELECT DISTINCT s.start AS id
    FROM relation s JOIN node f ON f.id = s."end" AND f.kind = 'enforcement'
    WHERE s.kind = 'subject_to' AND json_extract(f.properties, '$.measure') = 'dishonest' AND s.live
      AND coalesce(s.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(s.valid_to, :as_of))
SELECT g.id, json_extract(g.properties, '$.name') AS name, d.id AS other_id,
       json_extract(d.properties, '$.name') AS other_name,
       json_extract(r.properties, '$.amount') AS amount, r.valid_to
FROM debtor JOIN relation r ON r."end" = debtor.id AND r.kind = 'guarantees'
JOIN node d ON d.id = debtor.id JOIN node g ON g.id = r.start
WHERE r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY g.id, d.id, r.id LIMIT :limit
