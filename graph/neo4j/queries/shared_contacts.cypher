// 共用联系方式的企业 / Contacts that several enterprises share
// at_least: int = 2, limit: int = 50
MATCH (n)-[r:REACHABLE_AT|LOCATED_AT]->(c)
WHERE r.live
WITH c, count(DISTINCT n) AS enterprises
WHERE enterprises >= $at_least
RETURN c.id AS id, c.name AS name, enterprises
ORDER BY enterprises DESC, id LIMIT $limit
