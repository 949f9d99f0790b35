// The uids of all versions of the records that have a superseded one.
MATCH (r:Record)
WHERE NOT r.active
WITH collect(DISTINCT r.record_id) AS keys
MATCH (v:Record)
USING INDEX v:Record(record_id)
WHERE v.record_id IN keys
RETURN v.uid
