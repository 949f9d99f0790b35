-- 到期担保 / Guarantees that end between two days
-- since: date, until: date, limit: int = 100
SELECT a.id, json_extract(a.properties, '$.name') AS name, b.id AS other_id,
       json_extract(b.properties, '$.name') AS other_name,
       json_extract(r.properties, '$.contract_no') AS contract_no, json_extract(r.properties, '$.amount') AS amount,
       r.valid_to
FROM relation r JOIN node a ON a.id = r.start JOIN node b ON b.id = r."end"
WHERE r.kind = 'guarantees' AND r.live AND r.valid_to BETWEEN :since AND :until
ORDER BY r.valid_to, a.id, b.id, r.id LIMIT :limit
