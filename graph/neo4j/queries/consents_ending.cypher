// 即将到期的授权 / Consents that end within some days
// days: int = 30, as_of: date = today, limit: int = 100
MATCH (n)-[r:CONSENTS]->(c:Consent)
WHERE r.valid_to <= toString(date($as_of) + duration({days: $days})) AND r.live
  AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, c.name AS purpose, c.given_at AS given_at, r.valid_to AS valid_to
ORDER BY valid_to, id, c.id LIMIT $limit
