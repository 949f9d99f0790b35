// 对外担保 / Guarantees a party has given
// id: text, as_of: date = today, limit: int = 100
MATCH (n:Organisation|Person {id: $id})-[r:GUARANTEES]->(g)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN g.id AS id, g.name AS name, r.amount AS amount, r.valid_from AS valid_from, r.valid_to AS valid_to
ORDER BY id, r.key LIMIT $limit
