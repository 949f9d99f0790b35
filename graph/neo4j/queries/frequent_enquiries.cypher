// 征信查询频繁的主体 / Parties enquired about often in the days before a date
// at_least: int = 3, days: int = 183, as_of: date = today, limit: int = 100
MATCH (n)-[r:ENQUIRED]->(q:CreditEnquiry)
WHERE r.live AND q.date > toString(date($as_of) - duration({days: $days})) AND q.date <= $as_of
WITH n, count(DISTINCT q) AS enquiries, max(q.date) AS last
WHERE enquiries >= $at_least
RETURN n.id AS id, n.name AS name, enquiries, last
ORDER BY enquiries DESC, id LIMIT $limit
