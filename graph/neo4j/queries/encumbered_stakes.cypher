// 被质押或冻结的股权 / Stakes that are pledged or frozen
// as_of: date = today, limit: int = 100
MATCH (o)-[r:ENCUMBERS]->(p:Encumbrance)<-[s:ENCUMBERED_IN]-(e)
WHERE p.measure IN ['equity_pledge', 'equity_freeze'] AND r.live AND coalesce(r.valid_from, $as_of) <= $as_of
  AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN e.id AS id, e.name AS name, o.id AS holder_id, o.name AS holder_name, p.measure AS measure, p.share AS share,
       p.amount AS amount, r.valid_from AS valid_from, r.valid_to AS valid_to
ORDER BY id, holder_id, p.id, r.key, s.key LIMIT $limit
