// The conclusions that rest on any of these records.
MATCH (b:Basis)
USING INDEX b:Basis(record)
WHERE b.record IN $records
MATCH (n)-[:BASED_ON]->(b)
RETURN DISTINCT n.id
