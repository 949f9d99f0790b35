-- 对外持股 / What a person or an enterprise holds
-- id: text, as_of: date = today, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name, json_extract(e.properties, '$.status') AS status,
       json_extract(r.properties, '$.ratio') AS ratio, r.valid_from, r.valid_to
FROM relation r JOIN node e ON e.id = r."end"
WHERE r.kind = 'holds' AND r.start = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY coalesce(json_extract(r.properties, '$.ratio'), -1) DESC, e.id, r.id LIMIT :limit
