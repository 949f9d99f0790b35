-- 对外担保 / Guarantees a party has given
-- id: text, as_of: date = today, limit: int = 100
SELECT g.id, json_extract(g.properties, '$.name') AS name, json_extract(r.properties, '$.amount') AS amount,
       r.valid_from, r.valid_to
FROM relation r JOIN node g ON g.id = r."end"
WHERE r.kind = 'guarantees' AND r.start = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY g.id, r.id LIMIT :limit
