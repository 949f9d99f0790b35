// Nothing; the one store node and the gate are there afterwards, with the digest of the schema.
MERGE (s:Store {name: 'firmgraph'})
  ON CREATE SET s.version = 0, s.writers = 0
SET s.format = $format, s.schema = $schema
MERGE (g:Gate {name: 'firmgraph'})
  ON CREATE SET g.opened = 0, g.closed = 0
