// The nodes of a label that hold today, ordered by id: their order must be that of the index, for a sort would hold all.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id > '' AND n.live
WITH n, n.id AS id ORDER BY id
RETURN n {.*, records: null, name_parts: null} AS node
ORDER BY id
