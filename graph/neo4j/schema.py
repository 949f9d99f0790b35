"""Constraints and indexes, generated from the ontology and made once when a store is opened."""

from firmgraph.graph.ontology import ontology, vocabulary_kinds
from firmgraph.graph.references import digest

FORMAT = 1
NAME_PARTS = "organisation_name_parts"
_OWN = (
    "CREATE CONSTRAINT record_uid IF NOT EXISTS FOR (n:Record) REQUIRE n.uid IS UNIQUE",
    # The write lock keeps claims single; a constraint on (lookup, node) would only cost time.
    "CREATE INDEX claim_lookup IF NOT EXISTS FOR (n:Claim) ON (n.lookup)",
    "CREATE CONSTRAINT version_number IF NOT EXISTS FOR (n:Version) REQUIRE n.number IS UNIQUE",
    "CREATE CONSTRAINT basis_record IF NOT EXISTS FOR (n:Basis) REQUIRE n.record IS UNIQUE",
    "CREATE CONSTRAINT store_name IF NOT EXISTS FOR (n:Store) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT gate_name IF NOT EXISTS FOR (n:Gate) REQUIRE n.name IS UNIQUE",
    "CREATE INDEX record_own_key IF NOT EXISTS FOR (n:Record) ON (n.record_id)",
    "CREATE INDEX record_kind IF NOT EXISTS FOR (n:Record) ON (n.kind)",
)


def schema_statements() -> list[str]:
    """Return the statements that make every constraint and index; each does nothing where its own is there already."""
    return [*_OWN, *_unique_nodes(), *_unique_relations(), *_property_indexes(), _text_index()]


def schema_digest() -> str:
    """Return what tells one generated schema from another."""
    return digest(*schema_statements())


def _unique_nodes() -> list[str]:
    labels = sorted({kind.key_label for kind in ontology().nodes.values()})
    return [f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE" for label in labels]


def _unique_relations() -> list[str]:
    types = sorted(kind.type for kind in ontology().relations.values())
    return [
        f"CREATE CONSTRAINT {name}_key IF NOT EXISTS FOR ()-[r:{name}]-() REQUIRE r.key IS UNIQUE" for name in types
    ]


def _property_indexes() -> list[str]:
    """Return an index for each property the ontology marks, and for the names of shared vocabulary."""
    marked = {
        (kind.key_label, name)
        for kind_name, kind in ontology().nodes.items()
        for name, told in kind.properties.items()
        if told.index or (kind_name in vocabulary_kinds() and name == "name")
    }
    return [
        f"CREATE INDEX {label}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})" for label, name in sorted(marked)
    ]


def _text_index() -> str:
    # Names are cut into pairs of neighbouring characters before they are stored: the analyser for Chinese drops English
    # stop words and cuts Latin letters into whole words only, so that a part of such a name would not be found.
    return (
        f"CREATE FULLTEXT INDEX {NAME_PARTS} IF NOT EXISTS FOR (n:Organisation) ON EACH [n.name_parts] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )
