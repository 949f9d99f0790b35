// 名单内主体 / Parties on a blacklist or watch list
// as_of: date = today, limit: int = 100
MATCH (n)-[r:LISTED_ON]->(l:WatchList)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, l.name AS list, r.reason AS reason, r.valid_from AS valid_from,
       r.valid_to AS valid_to
ORDER BY id, list, r.key LIMIT $limit
