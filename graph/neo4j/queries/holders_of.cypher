// 企业的直接股东 / Direct holders of an enterprise and their stakes
// id: text, as_of: date = today, limit: int = 100
MATCH (e:Organisation {id: $id})<-[r:HOLDS]-(h)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
RETURN h.id AS id, h.name AS name, h.kind AS kind, r.ratio AS ratio, r.valid_from AS valid_from, r.valid_to AS valid_to
ORDER BY coalesce(ratio, -1) DESC, id, r.key LIMIT $limit
