// Who claims these lookups: lookup, node, region.
MATCH (c:Claim)
USING INDEX c:Claim(lookup, node)
WHERE c.lookup IN $lookups AND c.node > ''
RETURN c.lookup, c.node, c.region
