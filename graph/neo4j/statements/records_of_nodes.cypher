// The uids of the records that state these nodes: node id, uids.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id IN $ids
RETURN n.id, n.records
