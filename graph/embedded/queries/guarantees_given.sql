-- 对外担保 / Guarantees a party has given
-- id: text
SELECT g.id, json_extract(g.properties, '$.name') AS name, json_extract(r.properties, '$.amount') AS amount,
       r.valid_from, r.valid_to
FROM relation r JOIN node g ON g.id = r."end"
WHERE r.kind = 'guarantees' AND r.live AND r.start = :id
ORDER BY g.id, r.id
