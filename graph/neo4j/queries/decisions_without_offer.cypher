// 没有推荐产品的决策 / Decisions that ended without an offer
// since: date, until: date, limit: int = 100
MATCH (e)-[:DECIDED_IN]->(d:Decision)
WHERE $since <= d.as_of AND d.as_of <= $until AND NOT EXISTS { (d)-[:OFFERED]->() }
RETURN e.id AS id, e.name AS name, d.id AS decision_id, d.as_of AS as_of
ORDER BY as_of, id, decision_id LIMIT $limit
