"""A client is told alike alone, within the book and in the training table, from a few questions to the store."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.profiling.models.lived import lived_clients
from tests.profiling.rows import FIRM, SUBJECT, MakeStore, customer, registration
from tests.profiling.scored_bank import DAY, bank, home

from firmgraph.graph.elements import Moment
from firmgraph.graph.past import LAST_DAY
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.client_prospects import client_prospects
from firmgraph.profiling.client_rows import row_of, sample_of
from firmgraph.profiling.client_scores import scores_of, seen_of
from firmgraph.profiling.facts import fact_rules, gather
from firmgraph.profiling.models.frame import LED_BY, client_months, clients, cohorts
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.in_use import Models, models_in_use
from firmgraph.profiling.models.scoring import scored

__all__ = ["bank", "home"]
AT = Moment(DAY)
QUESTIONS = 4


@pytest.fixture(scope="module")
def models(bank: GraphStore, home: Path) -> Models:
    return models_in_use(home / "models")


def latest_own(store: GraphStore, subject: str) -> dict[str, str]:
    """The versions that speak last of the records that a portrait counts as the firm's own."""
    facts = gather(store, subject, Moment(LAST_DAY), kinds=list(fact_rules()["kinds"]))
    return {record.record_id: record.uid for rows in facts.records.values() for record in rows}


def test_a_client_alone_is_scored_as_within_the_book(bank: GraphStore, models: Models) -> None:
    ids = clients(bank)
    rows = [row_of(seen_of(bank, one, AT), [model for _, model in models.kept]) for one in ids]
    book = {kind: scored(model, sample_of(model, rows)) for kind, model in models.kept}
    prospects = {one.id: one.score for one in client_prospects(bank, AT, models)}
    for place, one in enumerate(ids):
        alone = {score.kind: score for score in scores_of(bank, one, AT, models).scores}
        asked = [kind for kind, score in alone.items() if score.withheld is None]
        assert all(float(alone[kind].predicted or -1) == round(book[kind].predicted[place], 6) for kind in asked)
        assert prospects[one].predicted == alone["utilisation"].predicted
    assert sorted(prospects) == ids


def test_a_client_is_told_as_its_row_in_the_training_table_of_the_day(bank: GraphStore, models: Models) -> None:
    asked = cohorts("utilisation", DAY[:7], DAY[:7], DAY, unlabelled=True)
    compared = 0
    for one in lived_clients(bank):
        for row in client_months(read_past(bank, one), asked).rows:
            told = row_of(seen_of(bank, one, AT), [model for kind, model in models.kept if kind == "utilisation"])
            assert dict(told.told) == {name: row[name] for name in told.told}
            assert told.segment == row["segment"]
            assert not set(told.told) & set(LED_BY)
            compared += 1
    assert compared > 10


def test_a_client_is_read_with_a_few_questions(bank: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()

    def counted(verb: str) -> Any:
        ask = getattr(type(bank), verb)

        def told(*given: Any, **more: Any) -> Any:
            asked[verb] += 1
            return ask(bank, *given, **more)

        return told

    for verb in ("node", "records", "neighbours", "status", "stream"):
        monkeypatch.setattr(bank, verb, counted(verb))
    for one in lived_clients(bank)[:10]:
        asked.clear()
        past = read_past(bank, one)
        accounts = {row.payload["account_no"] for row in past.versions if row.kind == "credit_account"}
        assert asked["records"] <= 2 + len(accounts) <= QUESTIONS
        assert asked.total() == asked["records"]


def test_the_own_records_of_a_client_are_those_of_its_portrait(bank: GraphStore) -> None:
    for one in clients(bank):
        past = read_past(bank, one)
        last = {record.record_id: record.uid for record in sorted(past.versions, key=lambda r: (r.observed_at, r.uid))}
        assert last == latest_own(bank, one)


@pytest.mark.parametrize("known_at", [None, "9998-01-01"])
def test_records_that_name_a_client_otherwise_than_by_its_id_are_its_own(
    make_store: MakeStore, known_at: str | None
) -> None:
    by_name = {"kind": "enterprise", "name": str(registration()[1]["name"])}
    store = make_store([
        registration(), customer(),
        ("credit_account", {"enterprise": by_name, "account_no": "L9", "line": "5", "observed_at": "2025-01-31",
                            "record_id": "L9"}),
        ("repayment", {"account_no": "L9", "month": "2025-01", "due": "1", "paid": "1", "record_id": "R9"}),
    ])  # fmt: skip
    past = read_past(store, SUBJECT, known_at)
    assert {row.payload.get("account_no") for row in past.versions} >= {"L9"}
    assert {row.record_id for row in past.versions} == set(latest_own(store, SUBJECT))
    assert read_past(store, "ent:nobody").versions == ()
    assert read_past(store, SUBJECT, "2000-01-01").versions == ()


def test_an_account_that_went_to_another_firm_is_no_longer_its_own(make_store: MakeStore) -> None:
    other = {"kind": "enterprise", "uscc": "91990100000000009X", "name": "澜州市白石机械有限公司"}
    held = {"account_no": "L1", "line": "5", "record_id": "L1"}
    store = make_store([
        registration(),
        ("credit_account", {**held, "enterprise": FIRM, "observed_at": "2025-01-31"}),
        ("credit_account", {**held, "enterprise": other, "observed_at": "2025-03-31"}),
    ])  # fmt: skip
    assert {row.kind for row in read_past(store, SUBJECT).versions} == {"registration"}
    taken = [row for row in read_past(store, f"ent:{other['uscc']}").versions if row.kind == "credit_account"]
    assert len(taken) == 2
    assert len({row.record_id for row in taken}) == 1
