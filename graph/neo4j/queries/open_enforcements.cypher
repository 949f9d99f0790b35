// 未结执行案件 / Parties with open enforcement, largest amount first
// as_of: date = today, limit: int = 50
MATCH (n)-[r:SUBJECT_TO]->(e:Enforcement)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, e.name AS case_no, e.measure AS measure, e.amount AS amount, e.filed AS filed
ORDER BY coalesce(toFloat(split(amount, ' ')[0]), 0.0) DESC, id, e.id LIMIT $limit
