// The stored versions with these uids: record id, uid, day of observation, whether it speaks, when it was loaded.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid IN $keys
RETURN coalesce(r.record_id, r.uid), r.uid, r.observed_at, r.active, r.loaded_at
