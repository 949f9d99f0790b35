-- 代持关系 / Nominees and the holders they stand for
-- as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, h.id AS holder_id,
       json_extract(h.properties, '$.name') AS holder_name,
       r.valid_from, r.valid_to
FROM relation r JOIN node n ON n.id = r.start JOIN node h ON h.id = r."end"
WHERE r.kind = 'nominee_for' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY n.id, h.id, r.id LIMIT :limit
