-- 互保 / Pairs that guarantee each other
-- as_of: date = today, limit: int = 100
SELECT a.id, json_extract(a.properties, '$.name') AS name, json_extract(r.properties, '$.amount') AS amount,
       b.id AS other_id, json_extract(b.properties, '$.name') AS other_name,
       json_extract(s.properties, '$.amount') AS other_amount
FROM relation r JOIN relation s ON s.start = r."end" AND s."end" = r.start AND s.kind = 'guarantees'
JOIN node a ON a.id = r.start JOIN node b ON b.id = r."end"
WHERE r.kind = 'guarantees' AND r.start < r."end" AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
  AND s.live AND coalesce(s.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(s.valid_to, :as_of)
ORDER BY a.id, b.id, r.id, s.id LIMIT :limit
