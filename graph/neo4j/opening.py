"""What is made ready when a store is opened: constraints, indexes, and the node that holds version and write lock."""

from neo4j import Session

from firmgraph.errors import StoreUnavailable
from firmgraph.graph.neo4j.connection import Connection
from firmgraph.graph.neo4j.cypher import statement
from firmgraph.graph.neo4j.schema import FORMAT, schema_digest, schema_statements

INDEX_SECONDS = 300


def prepare_store(connection: Connection) -> None:
    """Make the schema unless the store has it; raise StoreUnavailable for a store of a newer format."""
    # Asked once only: whoever opens a store wants to know at once that its server does not answer.
    with connection.session() as session, session.begin_transaction() as transaction:
        found = transaction.run(statement("store_state")).single()
    if found and found["format"] > FORMAT:
        raise StoreUnavailable(
            f"the store {connection.address} was written by a newer firmgraph (format {found['format']})", field="store"
        )
    if found is None or found["schema"] != schema_digest():
        with connection.session(writing=True) as session:
            _make_schema(session)


def _make_schema(session: Session) -> None:
    for text in schema_statements():
        session.run(text).consume()
    session.run("CALL db.awaitIndexes($seconds)", seconds=INDEX_SECONDS).consume()
    ready = {"format": FORMAT, "schema": schema_digest()}
    session.execute_write(lambda tx: tx.run(statement("store_ready"), ready).consume())
