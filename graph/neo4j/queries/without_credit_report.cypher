// 没有征信报告的客户 / Clients without a credit report: unknown, not clean
// as_of: date = today, limit: int = 100
MATCH (e:Organisation)-[c:CLIENT_AS]->()
WHERE c.live AND coalesce(c.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(c.valid_to, $as_of)
WITH DISTINCT e
WHERE NOT EXISTS {
  MATCH (e)-[r:REPORTED_IN]->()
  WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
}
RETURN e.id AS id, e.name AS name
ORDER BY id LIMIT $limit
