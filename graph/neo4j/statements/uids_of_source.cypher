// The uids of a source's records.
MATCH (r:Record)
WHERE r.source = $source
RETURN r.uid
