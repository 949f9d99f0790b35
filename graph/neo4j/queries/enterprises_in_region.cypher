// 地区内的企业 / Enterprises of a region
// region: text, as_of: date = today, limit: int = 50
MATCH (n:Organisation)-[r:IN_REGION]->(p:Region {name: $region})
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, n.status AS status
ORDER BY id LIMIT $limit
