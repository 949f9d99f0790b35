// The stored records with these uids.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid IN $uids
RETURN properties(r)
