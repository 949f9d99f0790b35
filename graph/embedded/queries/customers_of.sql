-- 企业的客户 / Customers of a party, as invoices and statements tell
-- id: text, as_of: date = today, limit: int = 100
SELECT c.id, json_extract(c.properties, '$.name') AS name, c.kind, r.valid_from,
       json_extract(r.properties, '$.last') AS last
FROM relation r JOIN node c ON c.id = r."end"
WHERE r.kind = 'supplies' AND r.start = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY coalesce(json_extract(r.properties, '$.last'), '') DESC, c.id, r.id LIMIT :limit
