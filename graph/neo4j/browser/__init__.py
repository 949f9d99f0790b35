"""What a person exploring in Neo4j Browser wants: a style, a guide with queries to run, the named queries as files."""
