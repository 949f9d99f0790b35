// The record ids on which conclusions rest: conclusion, record id.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id IN $ids
MATCH (n)-[:BASED_ON]->(b:Basis)
RETURN n.id, b.record
