"""The graph store on Neo4j: driver, named Cypher queries, local server."""
