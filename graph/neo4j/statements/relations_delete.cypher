// Nothing; relations are gone.
MATCH ()-[r:RelationType]->()
USING INDEX r:RelationType(key)
WHERE r.key IN $ids
DELETE r
