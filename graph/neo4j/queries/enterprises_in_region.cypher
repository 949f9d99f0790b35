// 地区内的企业 / Enterprises of a region
// region: text, limit: int = 50
MATCH (n:Organisation)-[r:IN_REGION]->(p:Region)
WHERE r.live AND p.name = $region
RETURN n.id AS id, n.name AS name, n.status AS status
ORDER BY id LIMIT $limit
