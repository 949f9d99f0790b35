// 共用联系方式的企业 / Contacts that several enterprises share
// at_least: int = 2, as_of: date = today, limit: int = 50
MATCH (n:Organisation)-[r:REACHABLE_AT|LOCATED_AT]->(c)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH c, count(DISTINCT n) AS enterprises
WHERE enterprises >= $at_least
RETURN c.id AS id, c.name AS name, enterprises
ORDER BY enterprises DESC, id LIMIT $limit
