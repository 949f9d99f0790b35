"""What models say of clients: in portrait, match, graph and prospects, each with reasons, records and version."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from tests.profiling.models.lived import lived_clients
from tests.profiling.scored_bank import DAY, bank, home
from typer.testing import CliRunner

from firmgraph.api.app import create_app
from firmgraph.cli.entry import app
from firmgraph.errors import NotFound
from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.client_prospects import client_prospects
from firmgraph.profiling.client_scores import cut_off, scores_of, seen_of
from firmgraph.profiling.facts import gather
from firmgraph.profiling.match import match
from firmgraph.profiling.models.frame_labels import already_bad
from firmgraph.profiling.models.in_use import NO_MODELS, Models, models_in_use, usable_from
from firmgraph.profiling.models.registry import find, keep, put_name_to
from firmgraph.profiling.portrait import draw_portrait, portrait_nodes
from firmgraph.profiling.request import read_request
from firmgraph.settings import get_settings

__all__ = ["bank", "home"]
AT = Moment(DAY)
TERMS = {"amount": 1000000, "term_months": 12, "purpose": "working_capital"}


@pytest.fixture
def models(bank: GraphStore, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Models]:
    monkeypatch.setenv("FIRMGRAPH_MODELS", str(home / "models"))
    get_settings.cache_clear()
    yield models_in_use(home / "models")
    get_settings.cache_clear()


def asked(client: str) -> Any:
    return read_request({"subject": {"id": client}, "terms": TERMS, "as_of": DAY, "consent": True})


def with_offers(bank: GraphStore) -> str:
    return next(one for one in lived_clients(bank) if match(bank, asked(one)).offers)


def test_row_1_01_two_models_tell_of_an_existing_client_with_version_reasons_and_records(
    bank: GraphStore, models: Models
) -> None:
    client = lived_clients(bank)[0]
    told = scores_of(bank, client, AT, models).wire()
    assert sorted(told) == ["utilisation", "willingness"]
    for kind, one in told.items():
        assert one["model"] == {"name": f"{kind}_table", "version": 1}
        assert 0 <= float(one["predicted"]) <= 1
        assert one["cut_off"] == DAY
        for reason in one["reasons"]:
            assert reason["contribution"] > 0
    low, high = map(float, told["utilisation"]["interval"])
    assert low <= float(told["utilisation"]["predicted"]) <= high
    known = {record for reason in told["willingness"]["reasons"] for record in reason["reason"]["evidence"]}
    assert {one.record_id for one in bank.records(ids=sorted(known))} == known


def test_row_1_02_a_client_without_an_account_is_not_applicable_but_its_utilisation_is_predicted(
    bank: GraphStore, models: Models
) -> None:
    stranger = next(
        f"ent:{row.payload['uscc']}"
        for row in bank.records(kinds=["registration"])
        if not gather(bank, f"ent:{row.payload['uscc']}", AT).of("credit_account")
    )
    told = scores_of(bank, stranger, AT, models).wire()
    assert told["willingness"]["predicted"] is None
    assert told["willingness"]["not_applicable"]["en"].startswith("not an existing client")
    assert told["utilisation"]["predicted"] is not None


def test_a_model_is_not_asked_of_days_before_its_labels_were_known(bank: GraphStore, models: Models) -> None:
    model = models.of("utilisation")
    assert model is not None
    assert usable_from(model) > "2024-01-31"
    told = scores_of(bank, lived_clients(bank)[0], Moment("2024-01-31"), models).wire()["utilisation"]
    assert (told["predicted"], told["reasons"]) == (None, [])
    assert usable_from(model) in told["not_applicable"]["en"]


def test_the_cut_off_is_never_after_the_day_asked_about() -> None:
    assert [cut_off(day) for day in ("2025-06-30", "2025-07-01", "2025-07-30", "2024-02-29", "2024-03-01")] == [
        *("2025-06-30", "2025-06-30", "2025-06-30", "2024-02-29", "2024-02-29")
    ]


def test_what_was_loaded_later_than_known_at_does_not_speak(bank: GraphStore, models: Models) -> None:
    client = lived_clients(bank)[0]
    before = scores_of(bank, client, Moment(DAY, "2000-01-01"), models).wire()["willingness"]
    assert before["predicted"] is None


def test_row_2_08_predicted_utilisation_is_the_part_demand_of_every_offer(bank: GraphStore, models: Models) -> None:
    client = with_offers(bank)
    answer = match(bank, asked(client))
    told = answer.body["scores"]["utilisation"]["predicted"]
    assert {str(offer.parts["demand"]) for offer in answer.offers} == {told}
    assert answer.body["models"]["utilisation"]["version"] == 1
    reasons = scores_of(bank, client, AT, models)
    assert set(reasons.evidence) <= set(answer.evidence)


def test_without_models_nothing_is_scored(bank: GraphStore) -> None:
    client = lived_clients(bank)[0]
    assert scores_of(bank, client, AT, NO_MODELS).wire() == {}
    assert match(bank, asked(client)).body["scores"] == {}


def test_a_new_version_is_used_at_once_and_a_decision_replays_with_its_own(
    bank: GraphStore, models: Models, home: Path
) -> None:
    client = with_offers(bank)
    with TestClient(create_app(f"sqlite:///{home / 'bank.db'}")) as service:
        body = {"subject": {"id": client}, "terms": TERMS, "as_of": DAY, "consent": True}
        made = service.post("/v1/match", json=body).json()
        old = models.of("utilisation")
        assert old is not None
        half = {**old.finish, "widths": {**old.finish["widths"], "coverage": 0.5}}
        keep(home / "models", replace(old, finish=half))
        again = service.post("/v1/match", json=body).json()
        assert (made["models"]["utilisation"]["version"], again["models"]["utilisation"]["version"]) == (1, 2)
        assert again["decision_id"] != made["decision_id"]
        assert service.post(f"/v1/decisions/{made['decision_id']}/replay").json()["same"] is True
        (home / "models" / "utilisation_table-2.json").unlink()
        gone = service.post(f"/v1/decisions/{again['decision_id']}/replay")
        assert (gone.status_code, "utilisation_table-2" in gone.json()["detail"]) == (404, True)
    assert find(home / "models", "utilisation_table").version == 1


def test_a_model_no_better_than_chance_scores_nobody_until_approved_and_decisions_replay_as_they_were(
    bank: GraphStore, models: Models, home: Path
) -> None:
    client, old = with_offers(bank), models.needed("utilisation")
    poor = {**old.metrics, "later": {**old.metrics["later"], "r2": -0.1}}
    keep(home / "models", replace(old, metrics=poor, roles={}))
    with TestClient(create_app(f"sqlite:///{home / 'bank.db'}")) as service:
        body = {"subject": {"id": client}, "terms": TERMS, "as_of": DAY, "consent": True}
        made = service.post("/v1/match", json=body).json()
        withheld = scores_of(bank, client, AT, models_in_use()).wire()["utilisation"]
        assert (withheld["predicted"], "nobody has approved it" in withheld["not_applicable"]["en"]) == (None, True)
        put_name_to(home / "models", "utilisation_table", 2, {"approval": "credit board"})
        again = service.post("/v1/match", json=body).json()
        assert scores_of(bank, client, AT, models_in_use()).demand is not None
        told = [one["models"]["utilisation"]["approved_by"] for one in (made, again)]
        assert told == [None, "credit board"]
        for decision in (made, again):
            assert service.post(f"/v1/decisions/{decision['decision_id']}/replay").json()["same"] is True
    for path in (home / "models").glob("utilisation_table-2.*"):
        path.unlink()


def test_the_portrait_tells_the_scores_and_the_graph_keeps_them_with_their_version(
    bank: GraphStore, models: Models
) -> None:
    client = lived_clients(bank)[0]
    drawn = draw_portrait(bank, client, AT)
    assert drawn.wire()["scores"] == scores_of(bank, client, AT, models).wire()
    nodes, relations = portrait_nodes(drawn)
    found = {one.properties["rule"]: one for one in nodes if one.kind == "finding"}
    assert {one.properties["pack"] for one in found.values()} == {"utilisation_table-1", "willingness_table-1"}
    assert found["model_utilisation"].properties["value"] == drawn.wire()["scores"]["utilisation"]["predicted"]
    ends = {(one.kind, one.start, one.end) for one in relations}
    assert all(("has_finding", client, one.id) in ends for one in found.values())


def test_row_2_05_each_client_has_a_number_and_an_interval_highest_first(bank: GraphStore, models: Models) -> None:
    found = client_prospects(bank, AT, models)
    shares = [float(one.score.predicted or 0) for one in found]
    assert shares == sorted(shares, reverse=True)
    for one in found:
        told = one.wire(0.5)
        assert told["potential"] == (float(told["predicted"]) > 0.5)
        assert told["interval"] is not None
    assert {one.id for one in found} >= set(lived_clients(bank))
    alone = scores_of(bank, found[0].id, AT, models).wire()["utilisation"]
    assert found[0].wire(0.5)["predicted"] == alone["predicted"]


def test_a_prospect_that_is_in_default_already_is_marked(bank: GraphStore, models: Models) -> None:
    found = client_prospects(bank, AT, models)
    marked = {one.id for one in found if one.wire(0.5)["in_default"]}
    assert marked == {one.id for one in found if already_bad(seen_of(bank, one.id, AT))}
    assert 0 < len(marked) < len(found)


def test_row_2_06_a_client_exactly_on_the_threshold_is_not_potential(bank: GraphStore, models: Models) -> None:
    first = client_prospects(bank, AT, models)[0]
    assert first.score.predicted is not None
    assert first.wire(float(first.score.predicted))["potential"] is False
    assert first.wire(float(first.score.predicted) - 1e-6)["potential"] is True


def test_row_2_07_the_threshold_is_set_for_each_call_over_http_and_on_the_command_line(
    models: Models, home: Path
) -> None:
    url = f"sqlite:///{home / 'bank.db'}"
    with TestClient(create_app(url)) as service:
        preset = service.get("/v1/prospects", params={"as_of": DAY, "limit": 200}).json()
        lower = service.get("/v1/prospects", params={"as_of": DAY, "threshold": 0.1, "limit": 200}).json()
        assert (preset["threshold"], lower["threshold"]) == (0.5, 0.1)
        assert preset["potential"] < lower["potential"] == sum(one["potential"] for one in lower["items"])
        assert lower["count"] == len(lower["items"]) == preset["count"]
        paged = service.get("/v1/prospects", params={"as_of": DAY, "limit": 3}).json()
        more = service.get("/v1/prospects", params={"as_of": DAY, "limit": 3, "cursor": paged["next_cursor"]}).json()
        assert [one["id"] for one in (*paged["items"], *more["items"])] == [one["id"] for one in preset["items"][:6]]
        for wrong in ({"threshold": 1.5}, {"threshold": "NaN"}, {"cursor": "WyJ4Il0"}):
            assert service.get("/v1/prospects", params={"as_of": DAY, **wrong}).status_code in (400, 422)
    words = ["prospects", "--store", url, "--as-of", DAY, "--limit", "200"]
    told = CliRunner().invoke(app, [*words, "--threshold", "0.1", "--json"])
    assert orjson.loads(told.stdout) == lower
    shown = CliRunner().invoke(app, words).stdout
    assert f"{preset['potential']} of {preset['count']} clients above 0.5" in shown


def test_without_a_model_prospects_say_what_to_do(bank: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="learn one with firmgraph train utilisation"):
        client_prospects(bank, AT, models_in_use(tmp_path))
