// Nothing; properties of nodes are set, and removed where the new value is null.
UNWIND $rows AS row
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id = row.id
SET n += row.changes
