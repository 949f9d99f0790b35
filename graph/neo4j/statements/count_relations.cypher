// How many relations hold today.
MATCH ()-[r:RelationType]->()
WHERE r.live
RETURN count(r) AS relations
