// How often the gate was opened and closed: unequal while a commit is being applied.
MATCH (g:Gate {name: 'firmgraph'})
RETURN g.opened AS opened, g.closed AS closed
