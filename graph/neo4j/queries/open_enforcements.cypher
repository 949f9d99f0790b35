// 未结执行案件 / Parties with open enforcement, largest amount first
// limit: int = 50
MATCH (n)-[r:SUBJECT_TO]->(e:Enforcement)
WHERE r.live AND r.valid_to IS NULL
RETURN n.id AS id, n.name AS name, e.measure AS measure, e.amount AS amount
ORDER BY coalesce(toFloat(split(amount, ' ')[0]), 0.0) DESC, id, e.id LIMIT $limit
