// 失信被执行人及其对外担保 / Dishonest debtors and whom they guarantee
// as_of: date = today, limit: int = 100
MATCH (d)-[s:SUBJECT_TO]->(f:Enforcement {measure: 'dishonest'})
WHERE s.live AND coalesce(s.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(s.valid_to, $as_of)
WITH d, count(DISTINCT f) AS cases
OPTIONAL MATCH (d)-[r:GUARANTEES]->(g)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN d.id AS id, d.name AS name, cases, g.id AS other_id, g.name AS other_name, r.amount AS amount
ORDER BY id, coalesce(other_id, ''), coalesce(r.key, '') LIMIT $limit
