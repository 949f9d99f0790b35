-- 名单内主体 / Parties on a blacklist or watch list
-- as_of: date = today, limit: int = 100
SELECT n.id, json_extract(n.properties, '$.name') AS name, json_extract(l.properties, '$.name') AS list,
       json_extract(r.properties, '$.reason') AS reason,
       r.valid_from, r.valid_to
FROM relation r JOIN node n ON n.id = r.start JOIN node l ON l.id = r."end"
WHERE r.kind = 'listed_on' AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY n.id, json_extract(l.properties, '$.name'), r.id LIMIT :limit
