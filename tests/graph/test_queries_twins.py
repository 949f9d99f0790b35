"""Every named query answers alike over both stores, on the invented economy and what it lacks."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import WORLD
from tests.graph.rows import record
from tests.graph.stores import ON_NEO4J

from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.queries import named_queries
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore

LOADED = "2025-07-01T00:00:00.000000"
TODAY, LONG_AGO = "2025-06-30", "2022-12-31"
FIRM, OTHER = "91990106MA0KF4D43D", "91990104MA0M4WN7XL"
PERIODS = [{"since": "2022-01-01", "until": TODAY}, {"since": "2024-07-01", "until": "2024-07-01"}]
Twins = tuple[GraphStore, GraphStore]


def further_records() -> list[Prepared]:
    """Return what the invented economy has none of: mutual and dishonest guarantees, a fraction, a foreign amount."""
    at, case = "2025-06-20", "（2025）云99民初{}号".format
    return [
        record("guarantee", at, guarantor=OTHER, guaranteed=FIRM, amount="12.3", contract_no="B1", valid_to=TODAY),
        record("guarantee", at, guarantor=OTHER, guaranteed=FIRM, amount="800万美元", contract_no="B2"),
        record("guarantee", at, guarantor=FIRM, guaranteed=FIRM, amount="5", contract_no="B4"),
        record("litigation", at, case_no=case(9), party=OTHER, role="defendant", amount="7万元", closed=TODAY),
        record("litigation", at, case_no=case(8), party=OTHER, role="defendant", filed="2025-01-02"),
        record("litigation", at, case_no=case(7), party=FIRM, role="defendant", closed="2025-07-01"),
        record("enquiry", at, party=FIRM, date="2024-12-29", institution="岚汀银行"),
        record("enquiry", at, party=FIRM, date="2024-12-30", institution="岚汀银行"),
    ]  # fmt: skip


@pytest.fixture(params=[pytest.param("", marks=ON_NEO4J)])
def loaded(twins: Twins, tmp_path: Path) -> Twins:
    """The invented economy with conclusions, in both stores."""
    for number, store in enumerate(twins):
        load_files(store, [WORLD], LoadOptions(loaded_at=LOADED, quarantine=tmp_path / f"{number}.jsonl"))
        store.append(further_records(), loaded_at=LOADED)
        store.derive(
            [
                DerivedNode("fnd:1", "finding", {"name": "担保圈", "rule": "circle"}, ("gsxt:1", "gsxt:2")),
                DerivedNode("fnd:2", "finding", {"name": "影子", "certainty": "suspected"}),
                DerivedNode("dec:1", "decision", {"name": "甲", "as_of": TODAY, "body": "{}"}),
                DerivedNode("dec:2", "decision", {"name": "乙", "as_of": TODAY, "body": "{}"}),
                DerivedNode("tag:old", "tag", {"name": "旧"}),
                DerivedNode("tag:region.east", "tag", {"name": "华东", "group": "region", "label_en": "east China"}),
            ],
            [
                DerivedRelation("tagged", f"ent:{FIRM}", "tag:region.east", "", {"weight": 0.5, "as_of": TODAY}),
                DerivedRelation("tagged", f"ent:{OTHER}", "tag:region.east", "", {"weight": 0.75, "as_of": TODAY}),
                DerivedRelation("tagged", f"ent:{OTHER}", "tag:old", "", {"weight": 0.75, "as_of": LONG_AGO}),
                DerivedRelation("has_finding", f"ent:{FIRM}", "fnd:1"),
                DerivedRelation("has_finding", f"ent:{FIRM}", "fnd:2"),
                DerivedRelation("rests_on", "fnd:1", f"ent:{OTHER}"),
                DerivedRelation("decided_in", f"ent:{FIRM}", "dec:1"),
                DerivedRelation("decided_in", f"ent:{FIRM}", "dec:2"),
                DerivedRelation("offered", "dec:1", "prd:T101", properties={"rank": 1}),
            ],
        )  # fmt: skip
    return twins


def planted() -> set[str]:
    """Return the firms in which the invented economy holds its cases."""
    return set(re.findall(r"ent:[0-9A-Z]{18}", (WORLD / "expected.json").read_text(encoding="utf-8")))


def calls_of(name: str, store: GraphStore) -> list[dict[str, Any]]:
    """Return the parameters a query is asked with: many parties where it takes one, on two days."""
    declared = {p.name for p in named_queries("sql")[name].parameters}
    parties = [e.id for e in store.stream() if e.id.startswith(("ent:", "per:"))]
    ids = [*sorted(planted() | set(parties[::15])), "fnd:1", "ent:none"]
    regions = sorted({str(e.properties["name"]) for e in store.stream() if e.kind == "region"})
    people = sorted({str(e.properties["name"]) for e in store.stream() if e.kind == "person"})
    calls: list[dict[str, Any]] = [{}]
    tags = ["华东", "region.east", "tag:region.east", "old", "none"]
    for parameter, values in (("id", ids), ("region", regions), ("name", people), ("tag", tags)):
        if parameter in declared:
            calls = [{parameter: value} for value in values]
    if "as_of" in declared:
        calls = [{**c, "as_of": TODAY} for c in calls] + [{**c, "as_of": LONG_AGO} for c in calls[::6]]
    if "since" in declared:
        calls = [{**call, **period} for call in calls for period in PERIODS]
    for parameter, numbers in (("at_least", (1, 2, 3)), ("days", (0, 30, 1000)), ("through", (1, 50))):
        if parameter in declared:
            calls = [{**call, parameter: number} for call in calls for number in numbers]
    return [*calls, {**calls[0], "limit": 1}]


def test_every_query_answers_alike(loaded: Twins) -> None:
    ours, theirs = loaded
    assert named_queries("sql").keys() == named_queries("cypher").keys()
    for name in named_queries("sql"):
        calls = calls_of(name, ours)
        answers = [ours.ask(name, call) for call in calls]
        for call, answer in zip(calls, answers, strict=True):
            assert answer == theirs.ask(name, call), (name, call)
        assert any(answers), name


def test_queries_are_declared_alike() -> None:
    sql, cypher = named_queries("sql"), named_queries("cypher")
    assert [(q.name, q.title, q.parameters) for q in sql.values()] == [
        (q.name, q.title, q.parameters) for q in cypher.values()
    ]
