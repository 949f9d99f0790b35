// 在多家企业持股的股东 / Holders with stakes in several enterprises
// at_least: int = 2, as_of: date = today, limit: int = 100
MATCH (h:Organisation|Person)-[r:HOLDS]->(e)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH h, count(DISTINCT e) AS enterprises
WHERE enterprises >= $at_least
RETURN h.id AS id, h.name AS name, h.kind AS kind, enterprises
ORDER BY enterprises DESC, id LIMIT $limit
