-- 没有推荐产品的决策 / Decisions that ended without an offer
-- since: date, until: date, limit: int = 100
SELECT e.id, json_extract(e.properties, '$.name') AS name, d.id AS decision_id,
       json_extract(d.properties, '$.as_of') AS as_of
FROM relation r JOIN node e ON e.id = r.start JOIN node d ON d.id = r."end"
WHERE r.kind = 'decided_in' AND json_extract(d.properties, '$.as_of') BETWEEN :since AND :until
  AND NOT EXISTS (SELECT 1 FROM relation o WHERE o.start = d.id AND o.kind = 'offered')
ORDER BY json_extract(d.properties, '$.as_of'), e.id, d.id LIMIT :limit
