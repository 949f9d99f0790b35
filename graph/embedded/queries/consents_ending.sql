-- 即将到期的授权 / Consents that end within some days
-- days: int = 30, as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(c.properties, '$.name') AS purpose,
       json_extract(c.properties, '$.given_at') AS given_at, r.valid_to
FROM relation r JOIN node n ON n.id = r.start JOIN node c ON c.id = r."end"
WHERE r.kind = 'consents' AND r.valid_to <= date(:as_of, :days || ' days') AND r.live
  AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY r.valid_to, n.id, c.id LIMIT :limit
