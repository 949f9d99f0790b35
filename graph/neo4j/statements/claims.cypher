// Who claims these lookups: lookup, node, region.
MATCH (c:Claim)
USING INDEX c:Claim(lookup)
WHERE c.lookup IN $lookups
RETURN c.lookup, c.node, c.region
