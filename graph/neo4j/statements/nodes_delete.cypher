// Nothing; nodes are gone, and whatever relations still touched them.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id IN $ids
DETACH DELETE n
