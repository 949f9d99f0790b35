// One page of the relations of a node, either direction, ordered by (kind, id): start, end, properties.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id = $node
MATCH (n)-[r:RelationType]-()
WHERE (r.kind > $kind OR (r.kind = $kind AND r.key > $key))
  AND ($day IS NULL OR (r.live AND coalesce(r.valid_from <= $day, true) AND coalesce(r.valid_to >= $day, true)))
WITH DISTINCT r
ORDER BY r.kind, r.key LIMIT $limit
RETURN startNode(r).id, endNode(r).id, r {.*, records: null}
