// The ids of nodes and the keys of relations that any of these records states.
MATCH (n)
WHERE n.id IS NOT NULL AND any(uid IN n.records WHERE uid IN $uids)
RETURN n.id AS element
UNION
MATCH ()-[r]->()
WHERE any(uid IN r.records WHERE uid IN $uids)
RETURN r.key AS element
