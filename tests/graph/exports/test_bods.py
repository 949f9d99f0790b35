import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.ownership.test_integrated import capital_tables
from tests.graph.views import holding, made_view, node, planted_cases, world_view
from tests.requirements import require

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment, Relation
from firmgraph.graph.exports.bods import bods_statements
from firmgraph.graph.exports.bods_read import BodsGraph, Undeclared, read_bods
from firmgraph.graph.ownership.penetration import Penetration, penetrate_up
from firmgraph.graph.snapshot.build import build_snapshot
from firmgraph.graph.snapshot.view import View

FIXTURES = Path(__file__).parents[4] / "shared" / "data" / "ownership" / "bods_v04_fixtures"


def number(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None
    return found


def view_of(graph: BodsGraph, day: str = "2026-06-30") -> View:
    return build_snapshot([*graph.nodes, *graph.relations], 1, "2026-06-30").at(Moment(day))


def above(view: View, firm: str) -> Penetration:
    return penetrate_up(view, number(view, firm))


def errors(statements: Sequence[Mapping[str, Any]], folder: Path) -> list[Any]:
    """Return what the standard's own schema finds wrong, by its publishers' validator."""
    if find_spec("libcovebods") is None:
        require("libcovebods", "the schema of the standard comes with libcovebods")
    path = folder / "statements.json"
    path.write_text(json.dumps(statements), encoding="utf-8")
    reader = import_module("libcovebods.data_reader").DataReader(str(path))
    schema = import_module("libcovebods.schema").SchemaBODS(reader)
    assert schema.schema_version == "0.4"
    validator = import_module("libcovebods.jsonschemavalidate").JSONSchemaValidator(schema)
    return [error.json() for error in validator.validate(reader)]


@pytest.mark.parametrize("case", planted_cases("effective_ownership", "unknown_share"), ids=lambda c: c["about"]["id"])
def test_the_owners_of_planted_firms_are_valid_statements(case: Mapping[str, Any], tmp_path: Path) -> None:
    view = world_view(case["as_of"])
    firm = number(view, case["about"]["id"])
    owners = {s.id: s.effective for s in penetrate_up(view, firm).holders if s.kind == "person"}
    assert errors(bods_statements(view, firm, owners), tmp_path) == []


@pytest.mark.parametrize("case", [c for c in planted_cases("beneficial_owners") if c["case"] == "nominee"])
def test_a_nominee_and_who_it_holds_for_are_told_with_their_share(case: Mapping[str, Any], tmp_path: Path) -> None:
    view, firm = world_view(case["as_of"]), case["about"]["id"]
    names = {view.name(place): view.id(place) for place in range(view.size) if view.kind(place) == "person"}
    owners = {names[one["name"]]: Fraction(one["share"]) for one in case["expected"]}
    statements = bods_statements(view, number(view, firm), owners)
    assert errors(statements, tmp_path) == []
    told = [s for s in statements if s["recordType"] == "relationship"]
    actual = names[case["expected"][0]["name"]]
    (behind,) = [s for s in told if s["recordDetails"]["interestedParty"] == actual]
    (interest,) = behind["recordDetails"]["interests"]
    assert (interest["type"], interest["share"]) == ("nominator", {"exact": 60})
    assert (interest["directOrIndirect"], interest["beneficialOwnershipOrControl"]) == ("indirect", True)
    assert behind["source"]["assertedBy"] == [{"name": "diligence_team"}]
    held = [[(i["type"], i["share"]["exact"]) for i in s["recordDetails"]["interests"]] for s in told]
    assert sorted(held) == [[("nominator", 60)], [("shareholding", 40)], [("shareholding", 60), ("nominee", 60)]]
    assert read_bods(statements).owners == {firm: tuple(sorted(owners))}


def test_a_statement_that_is_wrong_is_told_by_the_validator(tmp_path: Path) -> None:
    statements = bods_statements(made_view([], [holding("per:a", "ent:f", 60)]), 0)
    statements[-1]["recordDetails"]["interests"][0]["type"] = "shares"
    assert errors(statements, tmp_path)


def test_every_kind_of_party_is_a_valid_statement(tmp_path: Path) -> None:
    kinds = ("state", "foreign_state", "public", "unknown", "partnership", "sole_trader")
    parties = [node(f"ent:{kind}", kind, established="2020-01-01", former_names=["x"], uscc=kind) for kind in kinds]
    relations: list[Relation] = [
        holding(f"ent:{kind}", "ent:f", 10, voting_ratio=5_000_000, income_ratio=1, valid_from="2020-01-01")
        for kind in kinds
    ]
    view = made_view(parties, [*relations, holding("per:a", "ent:partnership", 100)])
    statements = bods_statements(view, number(view, "ent:f"), {"per:a": Fraction(1, 10)})
    assert errors(statements, tmp_path) == []
    types = {s["recordId"]: s["recordDetails"]["entityType"]["type"] for s in statements if s["recordType"] == "entity"}
    assert types["ent:state"] == "stateBody"
    assert types["ent:unknown"] == "unknownEntity"
    indirect = [s["recordDetails"] for s in statements if s["recordId"] == "owns:per:a>ent:f"]
    assert [(i["share"]["exact"], i["directOrIndirect"]) for i in indirect[0]["interests"]] == [(10, "indirect")]
    again = read_bods(statements)
    assert {n.id: n.kind for n in again.nodes if n.id in types} == {n: view.kind(number(view, n)) for n in types}
    assert again.owners == {"ent:f": ("per:a",)}


@settings(max_examples=60, deadline=None)
@given(capital_tables(), st.data())
def test_what_is_written_reads_back_as_the_same_shares(relations: list[Relation], data: st.DataObject) -> None:
    view = made_view([], relations)
    firm = data.draw(st.sampled_from(sorted({r.end for r in relations})))
    statements = bods_statements(view, number(view, firm))
    read = read_bods(json.loads(json.dumps(statements)))
    before, after = above(view, firm), above(view_of(read), firm)
    held = {s.id: s.effective for s in (*before.holders, *before.through)}
    assert {s.id: s.effective for s in (*after.holders, *after.through) if s.kind != "unknown"} == held
    assert after.unknown_share == before.unknown_share
    assert after.circular == before.circular


def test_dates_and_stakes_read_back_and_ids_are_stable() -> None:
    relations = [
        holding("per:a", "ent:f", 33.333333, valid_from="2020-01-01", valid_to="2030-12-31", voting_ratio=60_000_000),
        holding("per:b", "ent:f", 66.666667),
    ]
    view = made_view([], relations)
    statements = bods_statements(view, number(view, "ent:f"))
    assert statements == bods_statements(made_view([], relations[::-1]), number(view, "ent:f"))
    ids = [statement["statementId"] for statement in statements]
    assert len(set(ids)) == len(ids)
    held = {r.start: r for r in read_bods(statements).relations}["per:a"]
    assert (held.valid_from, held.valid_to) == ("2020-01-01", "2030-12-31")
    assert held.properties == {"ratio": 33_333_333, "voting_ratio": 60_000_000, "role": "shareholder"}


def said(record: str, kind: str, day: str = "2026-01-01", status: str = "new", **details: Any) -> dict[str, Any]:
    return {
        "statementId": f"{record}-{day}",
        "recordId": record,
        "recordType": kind,
        "recordStatus": status,
        "statementDate": day,
        "recordDetails": details,
    }


FIRM = said("f", "entity", entityType={"type": "registeredEntity"}, name="F")
OWNER = said("p", "person", personType="knownPerson", names=[{"fullName": "P"}])


def held(exact: float | None = None, day: str = "2026-01-01", status: str = "new", **share: float) -> dict[str, Any]:
    stated = {"exact": exact} if exact is not None else share
    return said("r", "relationship", day, status, subject="f", interestedParty="p", interests=[
        {"type": "shareholding", "directOrIndirect": "direct", "share": stated}
    ])  # fmt: skip


def test_the_latest_statement_of_a_record_speaks_and_a_closed_one_ends() -> None:
    (updated,) = read_bods([FIRM, OWNER, held(40, "2026-02-01", "updated"), held(30)]).relations
    assert updated.properties["ratio"] == 40_000_000
    (closed,) = read_bods([FIRM, OWNER, held(30), held(30, "2026-03-01", "closed")]).relations
    assert closed.valid_to == "2026-02-28"


def test_a_range_is_no_stake() -> None:
    (ranged,) = read_bods([FIRM, OWNER, held(minimum=25, maximum=50)]).relations
    assert "ratio" not in ranged.properties
    (equal,) = read_bods([FIRM, OWNER, held(minimum=25, maximum=25)]).relations
    assert equal.properties["ratio"] == 25_000_000


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([held(30)], "no statement is about the record f"),
        ([{"statementID": "old"}], "lacks recordId"),
        ([{**FIRM, "publicationDetails": {"bodsVersion": "0.3"}}], "of version 0.3"),
    ],
)
def test_what_is_no_statement_of_the_version_is_refused(statements: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read_bods(statements)
    assert told in error.value.detail


def fixture(name: str) -> list[dict[str, Any]]:
    if not FIXTURES.is_dir():
        require("data", "the real data sets are not beside the checkout")
    found: list[dict[str, Any]] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.data
def test_the_direct_owner_of_the_first_fixture() -> None:
    graph = read_bods(fixture("core/01-direct-ownership"))
    (firm,), (owner,) = graph.owners.keys(), graph.owners.values()
    answer = above(view_of(graph), firm)
    (known,) = answer.holders
    assert (known.id, known.kind, known.layers, known.effective) == (owner[0], "person", 1, Fraction(3, 4))
    assert answer.unknown_share == Fraction(1, 4)
    (relation,) = graph.relations
    assert relation.properties == {"ratio": 75_000_000, "voting_ratio": 75_000_000, "role": "shareholder"}


@pytest.mark.data
def test_the_circle_of_the_tenth_fixture_belongs_to_nobody() -> None:
    graph = read_bods(fixture("edge-cases/10-circular-ownership"))
    assert len(graph.relations) == 2
    assert graph.owners == {}
    view = view_of(graph)
    firms = tuple(n.id for n in graph.nodes)
    for firm in firms:
        answer = above(view, firm)
        assert answer.circular == (firms,)
        assert answer.holders == ()
        assert [stake.effective for stake in answer.through] == [1]
        assert firm not in {stake.id for stake in answer.through}
        assert answer.unknown_share == 1


@pytest.mark.data
def test_the_unknown_owner_of_the_eleventh_fixture_is_declared() -> None:
    statements = fixture("edge-cases/11-anonymous-person")
    graph = read_bods(statements)
    party = statements[1]["recordDetails"]["interestedParty"]
    firm = "ent:src:bods:rec-opaque-holdings-sa"
    assert graph.undeclared == (Undeclared(firm, party["reason"], party["description"]),)
    assert {n.kind for n in graph.nodes} == {"enterprise", "unknown"}
    view = view_of(graph)
    answer = above(view, firm)
    assert answer.unknown_share == 1
    assert [note.code for note in answer.notes] == ["unstated"]
    again = bods_statements(view, number(view, firm))
    parties = [s["recordDetails"]["interestedParty"] for s in again if s["recordType"] == "relationship"]
    assert party in parties
    assert all(s["recordType"] != "person" for s in again)


@pytest.mark.data
@pytest.mark.parametrize(
    "name", ["core/01-direct-ownership", "edge-cases/10-circular-ownership", "edge-cases/11-anonymous-person"]
)
def test_the_fixtures_written_again_are_valid(name: str, tmp_path: Path) -> None:
    graph = read_bods(fixture(name))
    view = view_of(graph)
    for firm in (n.id for n in graph.nodes if n.kind == "enterprise"):
        owners = dict.fromkeys(graph.owners.get(firm, ()), Fraction(1))
        assert errors(bods_statements(view, number(view, firm), owners), tmp_path) == []
