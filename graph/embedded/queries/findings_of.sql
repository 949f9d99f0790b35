-- 企业的发现及其依据 / Findings about a party and the nodes they rest on
-- id: text, limit: int = 100
SELECT f.id, json_extract(f.properties, '$.name') AS name, json_extract(f.properties, '$.rule') AS rule,
       json_extract(f.properties, '$.pack') AS pack,
       json_extract(f.properties, '$.verdict') AS verdict, json_extract(f.properties, '$.value') AS value,
       json_extract(f.properties, '$.certainty') AS certainty,
       json_extract(f.properties, '$.as_of') AS as_of,
       b.id AS basis_id, json_extract(b.properties, '$.name') AS basis_name
FROM relation r JOIN node f ON f.id = r."end"
LEFT JOIN relation s ON s.start = f.id AND s.kind = 'rests_on' LEFT JOIN node b ON b.id = s."end"
WHERE r.kind = 'has_finding' AND r.start = :id
ORDER BY f.id, coalesce(b.id, '') LIMIT :limit
