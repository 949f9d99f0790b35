// 同名自然人 / Natural persons who share a name
// name: text, limit: int = 100
MATCH (p:Person)
WHERE p.live AND p.name = $name
RETURN p.id AS id, p.name AS name, p.masked_id AS masked_id
ORDER BY id LIMIT $limit
