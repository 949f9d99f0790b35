// How many records speak, by kind and source.
MATCH (r:Record)
WHERE r.active
RETURN r.kind AS kind, r.source AS source, count(r) AS records
