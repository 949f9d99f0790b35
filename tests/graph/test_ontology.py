"""The ontology holds together, and what records say fits it."""

from pathlib import Path

import pytest
from tests.graph.rows import FIXTURES

from firmgraph.graph.files.rows import BadRow, Source, chunks
from firmgraph.graph.ontology import ontology

NEEDED_NODES = [
    "enterprise",
    "sole_trader",
    "person",
    "state",
    "address",
    "phone",
    "email_domain",
    "industry",
    "region",
    "qualification",
    "case",
    "enforcement",
    "penalty",
    "pledge",
    "credit_report",
    "account",
    "guarantee_contract",
    "customer",
    "product",
    "product_class",
    "tag",
    "finding",
    "portrait",
    "decision",
]
NEEDED_RELATIONS = [
    "holds",
    "serves_as",
    "legal_rep_of",
    "branch_of",
    "located_at",
    "reachable_at",
    "guarantees",
    "party_to",
    "supplies",
    "kin_of",
    "acts_in_concert_with",
    "nominee_for",
]


def test_the_kinds_the_documents_need_are_there() -> None:
    assert set(NEEDED_NODES) <= set(ontology().nodes)
    assert set(NEEDED_RELATIONS) <= set(ontology().relations)


def test_every_end_names_a_kind_and_every_label_is_said_in_both_languages() -> None:
    known = ontology()
    for relation in known.relations.values():
        for end in (*relation.from_, *relation.to):
            assert known.kinds_at(end) <= set(known.nodes)
        assert relation.zh
        assert relation.en
    labels = [kind.label for kind in known.nodes.values()]
    assert len(labels) == len(set(labels))


def test_kinds_that_share_a_prefix_share_a_family() -> None:
    families: dict[str, set[str]] = {}
    for kind in ontology().nodes.values():
        families.setdefault(kind.prefix, set()).add(kind.key_label)
    assert all(len(labels) == 1 for labels in families.values())


@pytest.mark.parametrize(
    "path", sorted(p for p in (FIXTURES / "world").iterdir() if p.suffix in (".csv", ".jsonl")), ids=lambda p: p.name
)
def test_what_the_fixture_records_say_fits_the_ontology(path: Path) -> None:
    known = ontology()
    for _, chunk in chunks(Source(path), 1000):
        assert not [b for b in chunk.bad if isinstance(b, BadRow)]
        for record in chunk.records:
            kinds = {node.ref: node.kind for node in record.nodes}
            for node in record.nodes:
                assert node.kind in known.nodes
            for relation in record.relations:
                spec = known.relations[relation.kind]
                assert any(kinds[relation.start] in known.kinds_at(end) for end in spec.from_), relation
                assert any(kinds[relation.end] in known.kinds_at(end) for end in spec.to), relation
