// Nothing; conclusions are written or replaced, and rest on nothing yet.
UNWIND $rows AS row
MERGE (n:KeyLabel {id: row.id})
WITH n, row, coalesce(n.known_from, row.known_from) AS known_from
SET n = row
SET n.known_from = known_from
WITH n
OPTIONAL MATCH (n)-[b:BASED_ON]->(:Basis)
DELETE b
