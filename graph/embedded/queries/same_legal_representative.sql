-- 同一法定代表人的其他企业 / Other enterprises with the same legal representative
-- id: text, as_of: date = today, limit: int = 100
SELECT o.id, json_extract(o.properties, '$.name') AS name, json_extract(o.properties, '$.status') AS status,
       p.id AS person_id, json_extract(p.properties, '$.name') AS person_name
FROM relation r JOIN relation s ON s.start = r.start AND s.kind = 'legal_rep_of' AND s."end" <> r."end"
JOIN node p ON p.id = r.start JOIN node o ON o.id = s."end"
WHERE r.kind = 'legal_rep_of' AND r."end" = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
  AND s.live AND coalesce(s.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(s.valid_to, :as_of)
ORDER BY o.id, p.id, r.id, s.id LIMIT :limit
