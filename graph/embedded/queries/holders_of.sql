-- 企业的直接股东 / Direct holders of an enterprise and their stakes
-- id: text
SELECT h.id, json_extract(h.properties, '$.name') AS name, h.kind, json_extract(r.properties, '$.ratio') AS ratio,
       r.valid_from, r.valid_to
FROM relation r JOIN node h ON h.id = r.start
WHERE r.kind = 'holds' AND r.live AND r."end" = :id
ORDER BY coalesce(json_extract(r.properties, '$.ratio'), -1) DESC, h.id, r.id
