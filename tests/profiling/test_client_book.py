"""The book of existing clients read off a store, and its moves over HTTP and on the command line."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import orjson
import pytest
from fastapi.testclient import TestClient
from tests.profiling.models.lived import lived_bank, lived_clients
from typer.testing import CliRunner

from firmgraph.api.app import create_app
from firmgraph.cli.entry import app
from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.client_book import ClientBook, client_book
from firmgraph.profiling.client_scores import scores_of, seen_of
from firmgraph.profiling.models.calibration import Calibration
from firmgraph.profiling.models.frame_labels import already_bad
from firmgraph.profiling.models.in_use import NO_MODELS, Models, models_in_use
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.registry import Kept, keep
from firmgraph.profiling.models.strategy_book import NOT_KNOWN
from firmgraph.profiling.sight import Sight
from firmgraph.settings import get_settings

DAY = "2025-06-30"
COLUMNS = ["debt_ratio", "utilisation"]


def kept(kind: str, seed: int) -> Kept:
    """A model of two columns learned from invented clients."""
    random = np.random.default_rng(seed)
    frame = {name: random.random(300).tolist() for name in COLUMNS}
    y = (random.random(300) < np.array(frame[COLUMNS[seed % 2]])).astype(float)
    fitted = fit(Learner("logistic"), frame, y)
    finish = {"calibration": Calibration.fit(y, fitted.predict(frame), ["all"] * 300).to_json()}
    context = {"columns": COLUMNS, "label": kind, "months": {"known": ["2023-12"]}}
    roles, texts = {"approval": "the model desk"}, [fitted.to_text()]
    return Kept(f"{kind}_table", COLUMNS, "", texts, roles=roles, target="binary", context=context, finish=finish)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    for seed, kind in enumerate(("risk", "willingness")):
        keep(folder / "models", kept(kind, seed))
    return folder


@pytest.fixture(scope="module")
def bank(home: Path) -> Iterator[GraphStore]:
    with lived_bank(home) as store:
        yield store


@pytest.fixture
def models(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Models]:
    monkeypatch.setenv("FIRMGRAPH_MODELS", str(home / "models"))
    get_settings.cache_clear()
    yield models_in_use(home / "models")
    get_settings.cache_clear()


def book_of(bank: GraphStore, models: Models, day: str = DAY) -> ClientBook:
    return client_book(Sight(bank, Moment(day)), models)


def test_row_1_02_existing_clients_have_both_scores_and_others_are_counted(bank: GraphStore, models: Models) -> None:
    found = book_of(bank, models)
    assert set(lived_clients(bank)) & set(found.book.ids)
    assert found.left_out["not_applicable"] > 0
    assert found.models == {"risk": {"version": 1}, "willingness": {"version": 1}}
    for place, client in enumerate(found.book.ids[:5]):
        told = scores_of(bank, client, Moment(DAY), models).wire()
        for kind, scores in (("risk", found.book.risk), ("willingness", found.book.willingness)):
            assert abs(float(told[kind]["predicted"]) - scores[place]) < 1e-6


def test_a_client_in_default_already_is_not_told_whether_it_will_be_and_its_line_is_not_moved(
    bank: GraphStore, models: Models
) -> None:
    """The model learned of clients that were not in default: of others its chance would be far too low."""
    bad = [one for one in lived_clients(bank) if already_bad(seen_of(bank, one, Moment(DAY)))]
    found = book_of(bank, models)
    assert bad
    assert not set(bad) & set(found.book.ids)
    assert found.left_out["already_bad"] >= len(bad)
    for client in bad:
        told = scores_of(bank, client, Moment(DAY), models).wire()
        assert (told["risk"]["predicted"], told["risk"]["grade"]) == (None, None)
        assert "in default on the cut-off" in told["risk"]["not_applicable"]["en"]
        assert told["willingness"]["predicted"] is not None


def test_line_balance_and_rate_are_those_of_the_open_accounts(bank: GraphStore, models: Models) -> None:
    found = book_of(bank, models)
    for place, client in enumerate(found.book.ids[:10]):
        rows = [row for row in seen_of(bank, client, Moment(DAY)).facts.of("credit_account") if "line" in row.payload]
        opened = [row for row in rows if row.payload.get("closed") is None or row.payload["closed"] > DAY]
        assert found.book.limit[place] == 100 * sum(Decimal(row.payload["line"]) for row in opened)
        assert found.book.drawn[place] == 100 * sum(Decimal(row.payload["balance"]) for row in opened)
        rates = [row.payload["rate"] / 100 for row in opened]
        assert min(rates) <= found.book.rate[place] + 1
        assert found.book.rate[place] <= max(rates)


def test_without_limits_of_the_bank_the_room_is_not_known_and_no_line_is_raised(
    bank: GraphStore, models: Models, home: Path
) -> None:
    assert set(book_of(bank, models).book.group_left.tolist()) == {NOT_KNOWN}
    with TestClient(create_app(f"sqlite:///{home / 'bank.db'}")) as service:
        body = service.post("/v1/strategy", params={"as_of": DAY}, json={}).json()
    assert all(float(one["limit_move"]) <= 0 for one in body["clients"])
    assert body["left_out"]["not_applicable"] > 0


def test_row_1_08_a_raise_stays_within_what_free_cash_bears_and_the_bank_allows(
    bank: GraphStore, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    lender = next(str(row.payload["lender"]) for row in bank.records(kinds=["credit_account"]))
    monkeypatch.setenv("FIRMGRAPH_BANK", lender)
    monkeypatch.setenv("FIRMGRAPH_NET_CAPITAL", "50000000")
    monkeypatch.setenv("FIRMGRAPH_TIER1_NET_CAPITAL", "40000000")
    get_settings.cache_clear()
    found = book_of(bank, models).book
    known = found.group_left != NOT_KNOWN
    assert known.any()
    assert (found.group_left[known] <= 50_000_000 * 100).all()
    bears = found.capacity[found.capacity != NOT_KNOWN]
    assert len(bears)
    assert (found.capacity[found.capacity != NOT_KNOWN] >= found.drawn[found.capacity != NOT_KNOWN]).all()


def test_the_service_and_the_command_move_the_clients_of_a_store_alike(models: Models, home: Path) -> None:
    url = f"sqlite:///{home / 'bank.db'}"
    told = CliRunner().invoke(app, ["strategy", "--store", url, "--as-of", DAY, "--json"])
    with TestClient(create_app(url)) as service:
        assert service.post("/v1/strategy", params={"as_of": DAY}, json={}).json() == orjson.loads(told.stdout)


def test_what_cannot_be_moved_is_told(bank: GraphStore, models: Models) -> None:
    with pytest.raises(NotFound, match="no model of risk is in use"):
        book_of(bank, NO_MODELS)
    with pytest.raises(InvalidInput, match="it may be asked from 2024-12-31 on"):
        book_of(bank, models, "2024-11-30")
    with pytest.raises(NotFound, match="no existing client has a line"):
        book_of(bank, models, "1999-12-31")
    unproven = Models(tuple((kind, replace(model, roles={})) for kind, model in models.kept))
    with pytest.raises(InvalidInput, match="not told later clients better than chance"):
        book_of(bank, unproven)
