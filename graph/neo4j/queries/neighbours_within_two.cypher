// 两步以内的关联方 / Parties two steps away, through at most so many nodes
// id: text, through: int = 50, as_of: date = today, limit: int = 100
WITH ['holds', 'serves_as', 'legal_rep_of', 'branch_of', 'located_at', 'reachable_at', 'filed_by', 'guarantees',
      'supplies', 'pays', 'kin_of', 'acts_in_concert_with', 'nominee_for', 'controls_by_agreement', 'partner_of',
      'related_to'] AS followed
MATCH (n:Organisation|Person {id: $id})-[r]-(m)
WHERE m <> n AND r.kind IN followed AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of
  AND $as_of <= coalesce(r.valid_to, $as_of)
WITH DISTINCT followed, n, m
ORDER BY m.id LIMIT $through
MATCH (m)-[s]-(o)
WHERE o <> n AND o <> m AND s.kind IN followed AND s.live AND coalesce(s.valid_from, $as_of) <= $as_of
  AND $as_of <= coalesce(s.valid_to, $as_of)
WITH DISTINCT o, m, s.kind AS relation
RETURN o.id AS id, o.name AS name, o.kind AS kind, relation, m.id AS through_id, m.name AS through_name
ORDER BY id, through_id, relation LIMIT $limit
