// 代持关系 / Nominees and the holders they stand for
// as_of: date = today, limit: int = 100
MATCH (n)-[r:NOMINEE_FOR]->(h)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, h.id AS holder_id, h.name AS holder_name, r.valid_from AS valid_from,
       r.valid_to AS valid_to
ORDER BY id, holder_id, r.key LIMIT $limit
