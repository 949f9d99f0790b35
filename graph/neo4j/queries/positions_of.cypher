// 任职与法定代表人身份 / Positions a person holds, legal representation included
// id: text, as_of: date = today, limit: int = 100
MATCH (p:Organisation|Person {id: $id})-[r:SERVES_AS|LEGAL_REP_OF]->(e)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN e.id AS id, e.name AS name, r.kind AS relation, r.role AS role, r.valid_from AS valid_from,
       r.valid_to AS valid_to
ORDER BY id, relation, r.key LIMIT $limit
