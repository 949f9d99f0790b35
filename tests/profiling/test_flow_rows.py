"""Rows of the documents that speak of the flow as a whole: order, gates before ranking, limit below income."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from tests.conftest import load_world
from tests.profiling.asking import SHELF, answered
from tests.profiling.rows import (
    AT,
    DAY,
    FIRM,
    NAME,
    SUBJECT,
    MakeStore,
    account,
    customer,
    good_firm,
    registration,
    secured_row,
    statement,
)

from firmgraph.graph.elements import Moment
from firmgraph.graph.store import open_store
from firmgraph.profiling import known_firm
from firmgraph.profiling import match as matching
from firmgraph.profiling.models.frame import cohorts, known_through
from firmgraph.profiling.models.frame_file import write_table
from firmgraph.profiling.portrait import draw_portrait
from firmgraph.profiling.report.page import portrait_page

ROOT = Path(__file__).parents[2]


def test_row_4_21_offers_are_an_ordered_list(make_store: MakeStore) -> None:
    offers = answered(make_store([*good_firm(), *SHELF])).wire()["offers"]
    scores = [Decimal(offer["score"]) for offer in offers]
    assert len(offers) > 1
    assert scores == sorted(scores, reverse=True)


def test_row_4_25_the_units_are_modules_whose_imports_point_one_way() -> None:
    """Communication, query and processing: api, graph, profiling and nlp, held apart by the layers contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    [layers] = [one["layers"] for one in contracts["contracts"] if one["type"] == "layers"]
    order = [place for layer in layers for place in layer.replace(":", "|").split("|")]
    names = [place.strip().removeprefix("firmgraph.") for place in order]
    assert [name for name in names if name in ("api", "profiling", "graph", "nlp")] == [
        "api", "profiling", "graph", "nlp"
    ]  # fmt: skip
    assert all((ROOT / name / "__init__.py").is_file() for name in ("api", "profiling", "graph", "nlp"))


def test_row_4_24_report_relation_queries_and_portrait_rest_on_the_same_records(make_store: MakeStore) -> None:
    stake = {"enterprise": FIRM, "holder": "甲控股有限公司", "ratio": "60%", "observed_at": "2025-06-20"}
    store = make_store([*good_firm(), ("shareholding", stake)])
    portrait = draw_portrait(store, SUBJECT, AT)
    assert portrait.final["controller"].value == ("甲控股有限公司",)
    report = portrait_page(portrait.wire(), portrait.equity)
    assert f"{NAME} 企业画像" in report
    assert "甲控股有限公司" in report
    [holder] = store.ask("holders_of", {"id": SUBJECT, "as_of": DAY})
    assert (holder["name"], holder["ratio"]) == ("甲控股有限公司", 60_000_000)


def test_row_4_24_the_training_table_rests_on_the_same_records_as_the_portrait(
    make_store: MakeStore, tmp_path: Path
) -> None:
    before, after = {"observed_at": "2025-01-20"}, {"observed_at": "2025-02-28"}
    stood = {"record_id": "A1", "drawn_total": "900000"}
    store = make_store([
        registration(**before), customer(**before), statement(2023, observed_at="2025-01-20"),
        account(**before, **stood), account(**after, **stood, balance="700000"),
    ])  # fmt: skip
    asked = cohorts("utilisation_next_month", "2025-01", "2025-01", known_through(store))
    write_table(store, asked, tmp_path / "table.csv", lambda done, of: None, every_column=True)
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["id"], row["month"], row["label"]) == (SUBJECT, "2025-01", "0.7")
    final = draw_portrait(store, SUBJECT, Moment("2025-01-31")).final
    assert Decimal(row["revenue"]) == Decimal(str(final["revenue"].value)) == 20_000_000
    assert (row["size"], row["utilisation"]) == (final["size"].value, "0.6")


@pytest.mark.parametrize("tier", ["次级", "可疑", "损失"])
def test_row_3_24_a_refused_firm_is_never_ranked(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch, tier: str
) -> None:
    def ranked(*_: object) -> None:
        raise AssertionError("a firm refused by its five-tier class was ranked")

    for module, step in ((matching, "make_offer"), (known_firm, "graph_risk"), (known_firm, "portrait_of")):
        monkeypatch.setattr(module, step, ranked)
    rows = [row for row in good_firm() if row[0] != "credit_account"]
    answer = answered(make_store([*rows, account(five_tier=tier), *SHELF]))
    assert answer.offers == ()
    assert answer.reasons


def test_row_0_11_the_limit_stays_below_a_years_income(make_store: MakeStore) -> None:
    """With cash and need without bounds, income bounds: a revenue of 2,000,000 gives at most 1,999,000."""
    rows = [row for row in good_firm() if row[0] != "statement"]
    small = {"operating_cash_flow": 90_000_000, "inventory": 9_000_000, "receivables": 9_000_000}
    years = [statement(2024, 2_000_000, **small), statement(2023, 1_900_000, **small)]
    answer = answered(make_store([*rows, *years, secured_row("S1")]), amount=2_000_000)
    [offer] = answer.wire()["offers"]
    assert (offer["amount"], offer["bound_by"]) == ("1999000", "income")


def test_row_3_23_clients_behaviour_products_held_and_of_interest_are_kept_apart(tmp_path: Path) -> None:
    """Four kinds of record and of relation; what is refused at the border goes to quarantine, not to the store."""
    with open_store(f"sqlite:///{tmp_path / 'world.db'}") as store:
        load_world(store)
        records = store.status().records or {}
        assert all(records[kind] for kind in ("customer", "behaviour", "deal", "product"))
        held = store.neighbours("ent:91990102MA105KER0R", kinds=["took"]).items
        seen = store.neighbours("cus:C000000056", kinds=["viewed"]).items
    assert {one.relation.kind for one in held} == {"took"}
    assert {one.relation.kind for one in seen} == {"viewed"}
