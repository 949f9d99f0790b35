// Nothing; nodes move from one kind of their family to another.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id IN $ids
REMOVE n:OldLabel
SET n:KindLabel
