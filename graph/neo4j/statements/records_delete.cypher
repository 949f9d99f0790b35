// Nothing; records are gone.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid IN $uids
DELETE r
