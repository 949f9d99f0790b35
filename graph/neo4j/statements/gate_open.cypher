// Nothing; readers wait from here on.
MATCH (g:Gate {name: 'firmgraph'})
SET g.opened = g.opened + 1
