// The uids of all versions of one record.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid = $record_id
RETURN r.uid
UNION
MATCH (r:Record)
USING INDEX r:Record(record_id)
WHERE r.record_id = $record_id
RETURN r.uid
