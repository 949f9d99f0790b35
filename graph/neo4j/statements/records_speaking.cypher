// Of the records with these uids those that speak today: uid and record id.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid IN $uids AND r.active
RETURN r.uid, coalesce(r.record_id, r.uid)
