// The keys of the relations known by a moment that any of these records states.
MATCH ()-[r]->()
WHERE r.known_from <= $known_at AND any(uid IN r.records WHERE uid IN $uids)
RETURN r.key
