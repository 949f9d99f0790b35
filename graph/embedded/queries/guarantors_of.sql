-- 企业的担保人 / Who guarantees a party
-- id: text, as_of: date = today, limit: int = 100
SELECT g.id, json_extract(g.properties, '$.name') AS name, json_extract(r.properties, '$.amount') AS amount,
       json_extract(r.properties, '$.guarantee') AS guarantee, r.valid_from, r.valid_to
FROM relation r JOIN node g ON g.id = r.start
WHERE r.kind = 'guarantees' AND r."end" = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY g.id, r.id LIMIT :limit
