-- 企业的供应商 / Suppliers of a party, as invoices and statements tell
-- id: text, as_of: date = today, limit: int = 100
SELECT s.id, json_extract(s.properties, '$.name') AS name, s.kind, r.valid_from,
       json_extract(r.properties, '$.last') AS last
FROM relation r JOIN node s ON s.id = r.start
WHERE r.kind = 'supplies' AND r."end" = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY coalesce(json_extract(r.properties, '$.last'), '') DESC, s.id, r.id LIMIT :limit
