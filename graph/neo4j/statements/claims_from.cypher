// The first claims on lookups with a beginning: lookup, node, region, ordered by (lookup, node).
MATCH (c:Claim)
USING INDEX c:Claim(lookup)
WHERE c.lookup STARTS WITH $beginning
RETURN c.lookup, c.node, c.region
ORDER BY c.lookup, c.node LIMIT $limit
