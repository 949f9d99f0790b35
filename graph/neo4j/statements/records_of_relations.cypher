// The uids of the records that state these relations: relation id, uids.
MATCH ()-[r:RelationType]->()
USING INDEX r:RelationType(key)
WHERE r.key IN $ids
RETURN r.key, r.records
