// 企业的任职人员 / Who serves an enterprise, its legal representative included
// id: text, as_of: date = today, limit: int = 100
MATCH (e:Organisation {id: $id})<-[r:SERVES_AS|LEGAL_REP_OF]-(p)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN p.id AS id, p.name AS name, r.kind AS relation, r.role AS role, r.valid_from AS valid_from,
       r.valid_to AS valid_to
ORDER BY id, relation, r.key LIMIT $limit
