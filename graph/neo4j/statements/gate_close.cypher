// Nothing; readers may read again.
MATCH (g:Gate {name: 'firmgraph'})
SET g.closed = g.opened
