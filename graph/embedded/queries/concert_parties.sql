-- 一致行动人 / Parties that act in concert
-- as_of: date = today, limit: int = 100
SELECT a.id, json_extract(a.properties, '$.name') AS name, b.id AS other_id,
       json_extract(b.properties, '$.name') AS other_name,
       json_extract(r.properties, '$.text') AS text, r.valid_from, r.valid_to
FROM relation r JOIN node a ON a.id = r.start JOIN node b ON b.id = r."end"
WHERE r.kind = 'acts_in_concert_with' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY a.id, b.id, r.id LIMIT :limit
