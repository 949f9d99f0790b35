// Nothing; conclusions rest on records.
UNWIND $rows AS row
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id = row.element
MERGE (b:Basis {record: row.record})
MERGE (n)-[:BASED_ON]->(b)
