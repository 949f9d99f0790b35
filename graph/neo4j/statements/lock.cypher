// Whether the gate was left open by a writer that died; the write lock is held from here to the end of the transaction.
MATCH (s:Store {name: 'firmgraph'})
SET s.writers = s.writers + 1
WITH s
MATCH (g:Gate {name: 'firmgraph'})
RETURN g.opened <> g.closed AS ajar
