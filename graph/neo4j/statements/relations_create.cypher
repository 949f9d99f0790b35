// Nothing; new relations are written between nodes that are there.
UNWIND $rows AS row
MATCH (a:StartLabel)
USING INDEX a:StartLabel(id)
WHERE a.id = row.start
MATCH (b:EndLabel)
USING INDEX b:EndLabel(id)
WHERE b.id = row.end
CREATE (a)-[r:RelationType]->(b)
SET r = row.properties
