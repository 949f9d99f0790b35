// The relations of a type that hold today, from starts of one label in the order of their ids: start, end, properties.
MATCH (a:StartLabel)
USING INDEX a:StartLabel(id)
WHERE a.id > ''
WITH a ORDER BY a.id
MATCH (a)-[r:RelationType]->(b)
WHERE r.live
RETURN a.id AS start, b.id, r {.*, records: null}
ORDER BY start
