"""Verdicts written back are nodes a person can explore: who has them, what they rest on, and when they are stale."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import WORLD

from firmgraph.api.mentions import mentions
from firmgraph.api.officer.conclude import conclude
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.risk import risk
from firmgraph.cli.entry import run
from firmgraph.graph.elements import Moment, Node
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, all_neighbours, open_store

IN_DEFAULT = "ent:91990104MA0M4WN7XL"
CROSS = "ent:91990106MA00H8319F"
CIRCLE = "ent:91990106MA0KF4D43D"
IN_ARREARS = "ent:91990103MA0QFF9D7D"
NAMING = ("actual_controller", "beneficial_owner")
OFTEN_LATE = "ent:91990102MA0TNGMH17"
MONTH_BETWEEN = """来源,记录号,采集日期,账户编号,月份,应还,实还,逾期天数
pbc_credit,late-in-march,2025-06-21,LN00000004801,2025-03,26000,26000,5
"""


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    folder = tmp_path_factory.mktemp("concluded")
    with open_store(f"sqlite:///{folder}/world.db") as store:
        load_files(store, [WORLD], LoadOptions(quarantine=folder / "bad"))
        yield store


def desk(store: GraphStore) -> Desk:
    return Desk(store, SnapshotKeeper(store), Moment("2025-06-30"))


def findings(store: GraphStore, firm: str) -> dict[str, str]:
    """Return rule and id of each finding of a firm."""
    found = [one.node for one in all_neighbours(store, firm, kinds=["has_finding"])]
    return {str(node.properties["rule"]): node.id for node in found}


def basis_of(store: GraphStore, finding: str) -> list[Node]:
    """Return the nodes that a finding rests on."""
    told = all_neighbours(store, finding, kinds=["rests_on"])
    return [one.node for one in told if one.relation.start == finding]


def test_findings_are_nodes_that_rest_on_events_and_records(store: GraphStore) -> None:
    written = len(conclude(desk(store), [IN_DEFAULT, CROSS])["findings"])
    found = findings(store, IN_DEFAULT)
    ids = {one.node.id for firm in (IN_DEFAULT, CROSS) for one in all_neighbours(store, firm, kinds=["has_finding"])}
    assert written == len(ids)
    assert {"risk_grade", "dishonest", "guarantee_circle", "actual_controller", "beneficial_owner"} <= found.keys()
    assert "circular_holding" in findings(store, CROSS)
    dishonest = store.node(found["dishonest"])
    assert dishonest is not None
    assert dishonest.evidence == ("court:court-enforcement-circle_b-2",)
    assert (dishonest.node.properties["pack"], dishonest.node.properties["as_of"]) == ("risk-grades", "2025-06-30")
    assert [node.kind for node in basis_of(store, found["dishonest"])] == ["enforcement"]


def test_every_finding_leads_to_nodes_and_records_and_is_told_as_it_was_written(store: GraphStore) -> None:
    asked = desk(store)
    view = asked.view()
    firms = [view.id(node) for node in range(view.size) if view.kind(node) == "enterprise"]
    body = conclude(asked, firms)
    assert {"as_of", "known_at", "version"} <= body.keys()
    assert {"company-law-2023", "vetoes", "risk-grades", "guarantee-circles", "data-quality"} <= set(body["packs"])
    for told in body["findings"]:
        described = store.node(told["id"])
        assert described is not None
        stated = described.node.properties
        assert (told["rule"], told["certainty"]) == (stated["rule"], stated["certainty"])
        assert (told["verdict"], told["value"]) == (stated.get("verdict"), stated.get("value"))
        assert told["verdict"] in ("PASS", "FAIL", "UNKNOWN") or told["rule"] in NAMING
        assert told["evidence"] == sorted(described.evidence) != []
        assert {node.id for node in basis_of(store, told["id"])} == set(told["rests_on"]) != set()
    assert len(body["findings"]) > 200


@pytest.mark.parametrize(
    ("firm", "rule", "verdict_and_value", "kinds"),
    [
        (CIRCLE, "guarantees_over", ("FAIL", "1.5"), ["enterprise", "guarantee_contract", "statement"]),
        (CIRCLE, "A5", ("FAIL", "1.5"), ["account", "enforcement", "enterprise", "guarantee_contract", "statement"]),
        (CIRCLE, "R4", ("FAIL", None), ["account", "enforcement", "enterprise", "guarantee_contract"]),
        (CIRCLE, "guarantee_circle", ("FAIL", "circular"), ["enterprise", "guarantee_contract"]),
        (CIRCLE, "risk_grade", ("UNKNOWN", "green"), ["account"]),
        (CIRCLE, "actual_controller", (None, "absolute"), ["person"]),
        (IN_ARREARS, "risk_grade", ("FAIL", "red"), ["enforcement", "finding", "news", "penalty"]),
        (IN_ARREARS, "P2", ("FAIL", "0.601942"), ["case", "statement"]),
        (CROSS, "circular_holding", ("FAIL", "cross"), ["enterprise"]),
        (OFTEN_LATE, "P5", ("FAIL", "4"), ["account"]),
    ],
)
def test_a_finding_rests_on_what_its_records_tell_of(
    store: GraphStore,
    tmp_path: Path,
    firm: str,
    rule: str,
    verdict_and_value: tuple[str | None, str | None],
    kinds: list[str],
) -> None:
    load_month_between(store, tmp_path)
    (told,) = [one for one in conclude(desk(store), [firm])["findings"] if one["rule"] == rule]
    assert (told["verdict"], told["value"]) == verdict_and_value
    assert sorted({node.kind for node in basis_of(store, told["id"])}) == kinds


def test_a_veto_by_months_cites_the_repayments(store: GraphStore, tmp_path: Path) -> None:
    load_month_between(store, tmp_path)
    (p5,) = [one for one in conclude(desk(store), [OFTEN_LATE])["findings"] if one["rule"] == "P5"]
    assert "pbc_credit:late-in-march" in p5["evidence"]
    assert all("repayment" in record or "late" in record for record in p5["evidence"])


def test_the_command_prints_what_it_wrote(store: GraphStore, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["conclude", CIRCLE, "--as-of", "2025-06-30", "--store", store.url]
    assert run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], len(told["findings"]), told["stale"]) == ("2025-06-30", 8, [])
    assert {"guarantees_over", "R4"} <= {one["rule"] for one in told["findings"]}
    assert run(asked) == 0
    shown = capsys.readouterr().out
    assert "Findings written: 8" in shown
    assert "guarantees_over" in shown


def load_month_between(store: GraphStore, folder: Path) -> None:
    """Load the record of a month between two months overdue, so that three in a row are."""
    repayments = folder / "repayment.csv"
    repayments.write_text(MONTH_BETWEEN, encoding="utf-8")
    load_files(store, [repayments], LoadOptions(quarantine=folder / "bad"))


def test_members_of_a_circle_share_its_finding(store: GraphStore) -> None:
    conclude(desk(store), [IN_DEFAULT])
    circle = findings(store, IN_DEFAULT)["guarantee_circle"]
    members = [one.node.id for one in all_neighbours(store, circle, kinds=["has_finding"])]
    assert len(members) == 3
    assert findings(store, members[1])["guarantee_circle"] == circle


def test_concluding_again_changes_nothing_but_the_version(store: GraphStore) -> None:
    conclude(desk(store), [IN_DEFAULT])
    before = findings(store, IN_DEFAULT)
    conclude(desk(store), [IN_DEFAULT])
    assert findings(store, IN_DEFAULT) == before


def test_a_finding_that_no_longer_holds_is_stale(store: GraphStore) -> None:
    conclude(desk(store), [IN_DEFAULT])
    before = findings(store, IN_DEFAULT)
    store.retract(record_id="pbc_credit:pbc_credit-guarantee-circle_a-1")
    conclude(desk(store), [IN_DEFAULT])
    old, kept = store.node(before["guarantee_circle"]), store.node(before["dishonest"])
    assert old is not None
    assert kept is not None
    assert old.node.properties["stale"] is True
    assert "stale" not in kept.node.properties


def test_a_green_without_sources_is_unknown(store: GraphStore) -> None:
    silent = "ent:91990104MA0U8QQJXW"
    conclude(desk(store), [silent])
    grade = store.node(findings(store, silent)["risk_grade"])
    assert grade is not None
    assert (grade.node.properties["verdict"], grade.node.properties["certainty"]) == ("UNKNOWN", "suspected")
    assert grade.node.properties["name"] == "风险等级：绿（资料不全，不等于无风险）"


def test_a_finding_is_told_when_its_record_is_taken_back(store: GraphStore) -> None:
    conclude(desk(store), [IN_DEFAULT])
    dishonest = findings(store, IN_DEFAULT)["dishonest"]
    assert dishonest in store.retract(record_id="court:court-enforcement-circle_b-2").rested
    stale = store.node(dishonest)
    assert stale is not None
    assert stale.node.properties["stale"] is True


def test_vetoes_are_written_as_the_scan_tells_them(store: GraphStore, tmp_path: Path) -> None:
    load_month_between(store, tmp_path)
    told = {one["rule"] for one in risk(desk(store), OFTEN_LATE)["vetoes"] if one["verdict"] == "FAIL"}
    conclude(desk(store), [OFTEN_LATE])
    assert "P5" in told
    assert told <= findings(store, OFTEN_LATE).keys()


def test_concluding_leaves_what_notes_tell_of_the_same_day(store: GraphStore, tmp_path: Path) -> None:
    note = {"enterprise": IN_ARREARS.removeprefix("ent:"), "date": "2025-06-30", "observed_at": "2025-06-30"}
    note["text"] = "企业为澜州市霁源建设工程有限公司的借款提供担保。"
    file = tmp_path / "diligence.jsonl"
    file.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    load_files(store, [file], LoadOptions(source="notes", quarantine=tmp_path / "bad"))
    (told,) = mentions(store, IN_ARREARS, Moment("2025-06-30"), write=True)["findings"]
    assert told["id"] not in conclude(desk(store), [IN_ARREARS])["stale"]
    assert findings(store, IN_ARREARS)["text_guarantee"] == told["id"]
