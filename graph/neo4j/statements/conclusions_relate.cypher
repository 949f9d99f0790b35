// Nothing; relations of conclusions are written or replaced between nodes that are there.
UNWIND $rows AS row
MATCH (a:StartLabel)
USING INDEX a:StartLabel(id)
WHERE a.id = row.start
MATCH (b:EndLabel)
USING INDEX b:EndLabel(id)
WHERE b.id = row.end
MERGE (a)-[r:RelationType {key: row.properties.key}]->(b)
WITH r, row, coalesce(r.known_from, row.properties.known_from) AS known_from
SET r = row.properties
SET r.known_from = known_from
