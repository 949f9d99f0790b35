// The store's format and the digest of the schema it was opened with; no row where no firmgraph store is.
MATCH (s:Store {name: 'firmgraph'})
RETURN s.format AS format, s.schema AS schema
