// Nothing; records come to and go from what states these nodes.
UNWIND $rows AS row
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id = row.id
SET n.records = [uid IN coalesce(n.records, []) WHERE NOT uid IN row.gone] + row.added
