// 为失信被执行人担保的主体 / Who guarantees dishonest debtors
// as_of: date = today, limit: int = 100
MATCH (d)-[s:SUBJECT_TO]->(f:Enforcement {measure: 'dishonest'})
WHERE s.live AND coalesce(s.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(s.valid_to, $as_of)
WITH DISTINCT d
MATCH (g)-[r:GUARANTEES]->(d)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN g.id AS id, g.name AS name, d.id AS other_id, d.name AS other_name, r.amount AS amount, r.valid_to AS valid_to
ORDER BY id, other_id, r.key LIMIT $limit
