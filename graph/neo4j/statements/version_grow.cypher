// The number of the version that begins here.
MATCH (s:Store {name: 'firmgraph'})
SET s.version = s.version + 1, s.loaded_at = $loaded_at
CREATE (:Version {number: s.version, loaded_at: $loaded_at, what: $what, touched: $touched})
RETURN s.version AS version
