// Of the records with these uids those of some kinds.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid IN $uids AND (size($kinds) = 0 OR r.kind IN $kinds)
RETURN properties(r)
