// 未结被诉案件 / Open cases against a party, largest amount first
// as_of: date = today, limit: int = 100
MATCH (n)-[r:PARTY_TO]->(c:LitigationCase)
WHERE r.role IN ['defendant', 'respondent', 'appellee'] AND coalesce(c.closed, '9999-12-31') > $as_of
  AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN n.id AS id, n.name AS name, c.name AS case_no, r.role AS role, c.cause AS cause, c.amount AS amount,
       c.filed AS filed
ORDER BY coalesce(toFloat(split(amount, ' ')[0]), 0.0) DESC, id, c.id, role LIMIT $limit
