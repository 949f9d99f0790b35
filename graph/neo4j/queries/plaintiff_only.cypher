// 只作为原告的企业 / Enterprises that only sue and are not sued
// as_of: date = today, limit: int = 100
MATCH (n:Organisation)-[r:PARTY_TO]->(c:LitigationCase)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
WITH n, count(DISTINCT c) AS cases, collect(DISTINCT r.role) AS roles
WHERE all(role IN roles WHERE role IN ['plaintiff', 'applicant'])
RETURN n.id AS id, n.name AS name, cases
ORDER BY cases DESC, id LIMIT $limit
