-- 地区内的企业 / Enterprises of a region
-- region: text, as_of: date = today, limit: int = 50
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(n.properties, '$.status') AS status
FROM relation r JOIN node n ON n.id = r.start JOIN node p ON p.id = r."end"
WHERE r.kind = 'in_region' AND json_extract(p.properties, '$.name') = :region AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY n.id LIMIT :limit
