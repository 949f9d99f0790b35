// The nodes of a label that hold today, ordered by id.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id > '' AND n.live
RETURN n {.*, records: null, name_parts: null}
ORDER BY n.id
