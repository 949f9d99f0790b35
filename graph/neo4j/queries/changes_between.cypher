// 两日之间的登记变更 / Registered changes between two days
// since: date, until: date, limit: int = 100
MATCH (e)-[r:CHANGED]->(c:Change)
WHERE r.live AND $since <= c.date AND c.date <= $until
RETURN e.id AS id, e.name AS name, c.date AS date, c.name AS item, c.before AS before, c.after AS after
ORDER BY date, id, c.id LIMIT $limit
