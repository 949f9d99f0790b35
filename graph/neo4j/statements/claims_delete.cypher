// Nothing; claims are gone.
UNWIND $rows AS row
MATCH (c:Claim)
USING INDEX c:Claim(lookup)
WHERE c.lookup = row.lookup AND c.node = row.node
DELETE c
