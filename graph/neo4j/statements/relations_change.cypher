// Nothing; what relations say is replaced, the records that state them stay.
UNWIND $rows AS row
MATCH ()-[r:RelationType]->()
USING INDEX r:RelationType(key)
WHERE r.key = row.key
WITH r, row, r.records AS records
SET r = row
SET r.records = records
