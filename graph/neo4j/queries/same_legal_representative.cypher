// 同一法定代表人的其他企业 / Other enterprises with the same legal representative
// id: text, as_of: date = today, limit: int = 100
MATCH (e:Organisation {id: $id})<-[r:LEGAL_REP_OF]-(p)-[s:LEGAL_REP_OF]->(o)
WHERE o <> e AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
  AND s.live AND coalesce(s.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(s.valid_to, $as_of)
RETURN o.id AS id, o.name AS name, o.status AS status, p.id AS person_id, p.name AS person_name
ORDER BY id, person_id, r.key, s.key LIMIT $limit
