-- 被质押或冻结的股权 / Stakes that are pledged or frozen
-- as_of: date = today, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name, o.id AS holder_id,
       json_extract(o.properties, '$.name') AS holder_name,
       json_extract(p.properties, '$.measure') AS measure, json_extract(p.properties, '$.share') AS share,
       json_extract(p.properties, '$.amount') AS amount,
       r.valid_from, r.valid_to
FROM relation r JOIN node p ON p.id = r."end" JOIN relation s ON s."end" = p.id AND s.kind = 'encumbered'
JOIN node o ON o.id = r.start JOIN node e ON e.id = s.start
WHERE r.kind = 'encumbers' AND json_extract(p.properties, '$.measure') IN ('equity_pledge', 'equity_freeze')
  AND r.live AND coalesce(r.valid_from, :as_of) <= :as_of AND :as_of <= coalesce(r.valid_to, :as_of)
ORDER BY e.id, o.id, p.id, r.id, s.id LIMIT :limit
