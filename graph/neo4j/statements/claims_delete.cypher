// Nothing; claims are gone.
UNWIND $rows AS row
MATCH (c:Claim {lookup: row.lookup, node: row.node})
DELETE c
