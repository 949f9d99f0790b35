// 发现及其依据 / Findings about firms and what they rest on
// 结论写入图后，都连着它的依据。 / Every conclusion is joined to its basis, once it has been kept in the graph.
MATCH p = ()-[:HAS_FINDING]->(f:Finding)
OPTIONAL MATCH q = (f)-[:RESTS_ON]->()
RETURN p, q LIMIT 100
