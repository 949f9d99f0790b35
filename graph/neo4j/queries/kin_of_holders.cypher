// 自然人股东的亲属 / Kin of the natural persons who hold an enterprise
// id: text, as_of: date = today, limit: int = 100
MATCH (e:Organisation {id: $id})<-[r:HOLDS]-(h:Person)-[k:KIN_OF]-(q)
WHERE r.live AND coalesce(r.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(r.valid_to, $as_of)
  AND k.live AND coalesce(k.valid_from, $as_of) <= $as_of AND $as_of <= coalesce(k.valid_to, $as_of)
WITH DISTINCT h, k, q
RETURN q.id AS id, q.name AS name, k.relation AS relation, startNode(k).id AS from_id, h.id AS holder_id,
       h.name AS holder_name
ORDER BY holder_id, id, k.key LIMIT $limit
