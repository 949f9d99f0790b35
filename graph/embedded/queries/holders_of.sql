-- 企业的直接股东 / Direct holders of an enterprise and their stakes
-- id: text, as_of: date = today, limit: int = 100
SELECT h.id, json_extract(h.properties, '$.name') AS name, h.kind, json_extract(r.properties, '$.ratio') AS ratio,
       r.valid_from, r.valid_to
FROM relation r JOIN node h ON h.id = r.start
WHERE r.kind = 'holds' AND r."end" = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY coalesce(json_extract(r.properties, '$.ratio'), -1) DESC, h.id, r.id LIMIT :limit
