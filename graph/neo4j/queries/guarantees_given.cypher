// 对外担保 / Guarantees a party has given
// id: text
MATCH (n:Organisation|Person {id: $id})-[r:GUARANTEES]->(g)
WHERE r.live
RETURN g.id AS id, g.name AS name, r.amount AS amount, r.valid_from AS valid_from, r.valid_to AS valid_to
ORDER BY id, r.key
