"""Every Cypher file says what it returns, and the server can plan it, in every Cypher it speaks."""

from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

from firmgraph.graph.neo4j.browser.guide import PICTURES
from firmgraph.graph.neo4j.cypher import STATEMENTS, all_types, by_label, by_type, closed_names, statement
from firmgraph.graph.neo4j.rows import NODE_KEEPING, RELATION_KEEPING
from firmgraph.graph.neo4j.schema import schema_statements
from firmgraph.graph.neo4j.server import ServerInfo
from firmgraph.graph.ontology import ontology
from firmgraph.graph.references import relation_id
from firmgraph.graph.store import open_store

PLACES = {
    "KeyLabel": "Organisation", "KindLabel": "Enterprise", "OldLabel": "UnknownParty", "StartLabel": "Person",
    "EndLabel": "Organisation", "RelationType": "HOLDS",
}  # fmt: skip
QUERIES = STATEMENTS.parent / "queries"
FILES = sorted([*STATEMENTS.glob("*.cypher"), *QUERIES.glob("*.cypher"), *PICTURES.glob("*.cypher")])


STREAMED = {"nodes_live", "relations_live", "records_all"}
"""Statements that give all there is: a sort would hold it in the memory of one transaction."""


def operators(plan: dict[str, Any]) -> str:
    return " ".join([plan["operatorType"], *map(operators, plan.get("children", []))])


def planned_text(path: Path) -> str:
    return statement(path.stem, **PLACES) if path.parent == STATEMENTS else path.read_text(encoding="utf-8")


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_the_server_plans_every_file(neo4j_server: ServerInfo) -> None:
    open_store(neo4j_server.url).close()
    languages = ("",) if neo4j_server.version.startswith("5.") else ("CYPHER 5 ", "CYPHER 25 ")
    login = (neo4j_server.user, neo4j_server.password)
    with (
        GraphDatabase.driver(neo4j_server.url, auth=login, telemetry_disabled=True) as driver,
        driver.session(database="neo4j") as session,
    ):
        for path in FILES:
            for language in languages:
                plan = session.run(f"{language}EXPLAIN {planned_text(path)}").consume().plan
                assert plan, path.name
                assert path.stem not in STREAMED or "Sort" not in operators(plan), path.name


def test_every_file_says_what_it_returns() -> None:
    assert len(FILES) > 50
    for path in FILES:
        first, rest = path.read_text(encoding="utf-8").split("\n", 1)
        assert first.startswith("// "), path.name
        assert rest.strip(), path.name


def test_no_property_of_the_ontology_is_named_as_the_store_names_its_own() -> None:
    for kind in ontology().nodes.values():
        assert not NODE_KEEPING & kind.properties.keys()
    for relation in ontology().relations.values():
        assert not RELATION_KEEPING & relation.properties.keys()


def test_only_names_of_the_ontology_are_put_into_a_statement() -> None:
    assert "MATCH (n:Person)" in statement("nodes_by_id", KeyLabel="Person")
    for name in ("Persona", "Person) DETACH DELETE (n", "Person|"):
        with pytest.raises(KeyError):
            statement("nodes_by_id", KeyLabel=name)
    assert closed_names() >= {"Organisation", "Enterprise", "HOLDS"}
    assert all_types(("holds", "pays")) == "HOLDS|PAYS"


def test_ids_tell_their_label_and_type() -> None:
    key = relation_id("holds", "per:1", "ent:1", "")
    assert by_label(["ent:2", "per:1", "ent:1", "zzz:1", "none"]) == {
        "Organisation": ["ent:1", "ent:2"],
        "Person": ["per:1"],
    }
    assert by_type([key, "owns-1", "nonsense"]) == {"HOLDS": [key]}


def test_the_schema_covers_every_kind_once() -> None:
    statements = schema_statements()
    assert len(statements) == len(set(statements))
    names = [text.split()[2] for text in statements]
    assert len(names) == len({name.lower() for name in names})
    for kind in ontology().nodes.values():
        assert any(f"FOR (n:{kind.key_label}) REQUIRE n.id IS UNIQUE" in text for text in statements)
    for relation in ontology().relations.values():
        assert any(f"[r:{relation.type}]" in text for text in statements)
