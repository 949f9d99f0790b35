// 对外持股 / What a person or an enterprise holds
// id: text, as_of: date = today, limit: int = 100
MATCH (h:Organisation|Person {id: $id})-[r:HOLDS]->(e)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN e.id AS id, e.name AS name, e.status AS status, r.ratio AS ratio, r.valid_from AS valid_from,
       r.valid_to AS valid_to
ORDER BY coalesce(ratio, -1) DESC, id, r.key LIMIT $limit
