// 在多家企业任职的人员 / People who serve or represent several enterprises
// at_least: int = 2, as_of: date = today, limit: int = 100
MATCH (p:Person)-[r:SERVES_AS|LEGAL_REP_OF]->(e)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH p, count(DISTINCT e) AS enterprises
WHERE enterprises >= $at_least
RETURN p.id AS id, p.name AS name, enterprises
ORDER BY enterprises DESC, id LIMIT $limit
