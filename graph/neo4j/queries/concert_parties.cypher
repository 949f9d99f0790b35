// 一致行动人 / Parties that act in concert
// as_of: date = today, limit: int = 100
MATCH (a)-[r:ACTS_IN_CONCERT_WITH]->(b)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN a.id AS id, a.name AS name, b.id AS other_id, b.name AS other_name, r.text AS text, r.valid_from AS valid_from,
       r.valid_to AS valid_to
ORDER BY id, other_id, r.key LIMIT $limit
