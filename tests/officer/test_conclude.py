"""Verdicts written back are nodes a person can explore: who has them, what they rest on, and when they are stale."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import WORLD

from firmgraph.api.officer.conclude import conclude
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.risk import risk
from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, all_neighbours, open_store

IN_DEFAULT = "ent:91990104MA0M4WN7XL"
CROSS = "ent:91990106MA00H8319F"
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


def test_findings_are_nodes_that_rest_on_events_and_records(store: GraphStore) -> None:
    written = conclude(desk(store), [IN_DEFAULT, CROSS])
    found = findings(store, IN_DEFAULT)
    ids = {one.node.id for firm in (IN_DEFAULT, CROSS) for one in all_neighbours(store, firm, kinds=["has_finding"])}
    assert written == len(ids)
    assert {"risk_grade", "dishonest", "guarantee_circle", "actual_controller", "beneficial_owner"} <= found.keys()
    assert "circular_holding" in findings(store, CROSS)
    dishonest = store.node(found["dishonest"])
    assert dishonest is not None
    assert dishonest.evidence == ("court:court-enforcement-circle_b-2",)
    assert (dishonest.node.properties["pack"], dishonest.node.properties["as_of"]) == ("risk-grades", "2025-06-30")
    basis = [one.node.kind for one in all_neighbours(store, found["dishonest"], kinds=["rests_on"])]
    assert basis == ["enforcement"]


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


def test_a_finding_is_told_when_its_record_is_taken_back(store: GraphStore) -> None:
    conclude(desk(store), [IN_DEFAULT])
    dishonest = findings(store, IN_DEFAULT)["dishonest"]
    assert dishonest in store.retract(record_id="court:court-enforcement-circle_b-2").rested
    stale = store.node(dishonest)
    assert stale is not None
    assert stale.node.properties["stale"] is True


def test_vetoes_are_written_as_the_scan_tells_them(store: GraphStore, tmp_path: Path) -> None:
    repayments = tmp_path / "repayment.csv"
    repayments.write_text(MONTH_BETWEEN, encoding="utf-8")
    load_files(store, [repayments], LoadOptions(quarantine=tmp_path / "bad"))
    told = {one["rule"] for one in risk(desk(store), OFTEN_LATE)["vetoes"] if one["verdict"] == "FAIL"}
    conclude(desk(store), [OFTEN_LATE])
    assert "P5" in told
    assert told <= findings(store, OFTEN_LATE).keys()
