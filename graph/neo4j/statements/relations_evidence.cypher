// Nothing; records come to and go from what states these relations.
UNWIND $rows AS row
MATCH ()-[r:RelationType]->()
USING INDEX r:RelationType(key)
WHERE r.key = row.id
SET r.records = [uid IN coalesce(r.records, []) WHERE NOT uid IN row.gone] + row.added
