// The number of the newest version and when it was loaded.
MATCH (s:Store {name: 'firmgraph'})
RETURN s.version AS version, s.loaded_at AS loaded_at
