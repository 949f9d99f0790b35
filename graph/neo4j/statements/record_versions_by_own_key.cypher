// The stored versions of records with these keys of their own, as in record_versions_by_uid.
MATCH (r:Record)
USING INDEX r:Record(record_id)
WHERE r.record_id IN $keys
RETURN r.record_id, r.uid, r.observed_at, r.active, r.loaded_at
