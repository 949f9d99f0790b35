// 两企业交叉持股 / Pairs of enterprises that hold each other
// as_of: date = today, limit: int = 100
MATCH (a:Organisation)-[r:HOLDS]->(b:Organisation)-[s:HOLDS]->(a)
WHERE a.id < b.id AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
  AND s.live AND coalesce(s.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(s.valid_to, $as_of)
RETURN a.id AS id, a.name AS name, r.ratio AS ratio, b.id AS other_id, b.name AS other_name, s.ratio AS other_ratio
ORDER BY id, other_id, r.key, s.key LIMIT $limit
