// The uids of the records loaded after a moment.
MATCH (r:Record)
WHERE r.loaded_at > $known_at
RETURN r.uid
