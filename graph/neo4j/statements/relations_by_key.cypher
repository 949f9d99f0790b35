// The relations of a type with these keys: start, end, properties.
MATCH (a)-[r:RelationType]->(b)
USING INDEX r:RelationType(key)
WHERE r.key IN $ids
RETURN a.id, b.id, r {.*, records: null}
