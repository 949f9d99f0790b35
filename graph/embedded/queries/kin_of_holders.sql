-- 自然人股东的亲属 / Kin of the natural persons who hold an enterprise
-- id: text, as_of: date = today, limit: int = 100
SELECT DISTINCT q.id, json_extract(q.properties, '$.name') AS name,
       json_extract(k.properties, '$.relation') AS relation,
       k.start AS from_id, h.id AS holder_id, json_extract(h.properties, '$.name') AS holder_name
FROM relation r JOIN node h ON h.id = r.start AND h.kind = 'person'
JOIN relation k ON k.kind = 'kin_of' AND (k.start = h.id OR k."end" = h.id)
JOIN node q ON q.id = CASE k.start WHEN h.id THEN k."end" ELSE k.start END
WHERE r.kind = 'holds' AND r."end" = :id AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of
  AND :as_of <= coalesce(r.valid_to, :as_of)
  AND k.live AND coalesce(k.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(k.valid_to, :as_of)
ORDER BY h.id, q.id, k.id LIMIT :limit
