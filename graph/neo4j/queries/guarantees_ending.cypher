// 到期担保 / Guarantees that end between two days
// since: date, until: date, limit: int = 100
MATCH (a)-[r:GUARANTEES]->(b)
WHERE r.live AND $since <= r.valid_to AND r.valid_to <= $until
RETURN a.id AS id, a.name AS name, b.id AS other_id, b.name AS other_name, r.contract_no AS contract_no,
       r.amount AS amount, r.valid_to AS valid_to
ORDER BY valid_to, id, other_id, r.key LIMIT $limit
