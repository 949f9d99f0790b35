// The nodes of a label with these ids.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id IN $ids
RETURN n {.*, records: null, name_parts: null}
