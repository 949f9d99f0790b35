// All versions of the records of some kinds, ordered by uid.
MATCH (r:Record)
WHERE r.kind IN $kinds
RETURN properties(r)
ORDER BY r.uid
