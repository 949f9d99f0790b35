// Nothing; records fall silent or speak again.
MATCH (r:Record)
USING INDEX r:Record(uid)
WHERE r.uid IN $uids
SET r.active = $active
