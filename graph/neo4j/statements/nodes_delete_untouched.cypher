// Nothing; of these nodes those that no relation touches are gone.
MATCH (n:KeyLabel)
USING INDEX n:KeyLabel(id)
WHERE n.id IN $ids AND NOT EXISTS { (n)--() }
DELETE n
