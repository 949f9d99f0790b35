// All versions of all records, ordered by uid.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid > ''
RETURN properties(r)
ORDER BY r.uid
