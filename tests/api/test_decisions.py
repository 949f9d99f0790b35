import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import world_at

from firmgraph.api.app import create_app
from firmgraph.packs import RulePack, packs

FIRM = "ent:91990102MA105KER0R"
ASKED = {
    "subject": {"id": FIRM},
    "terms": {"amount": 1000000, "term_months": 12, "purpose": "working_capital"},
    "as_of": "2025-06-30",
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A service over the invented economy, with a ledger of its own."""
    with TestClient(create_app(world_at(f"sqlite:///{tmp_path / 'own.db'}"))) as found:
        yield found


def decided(client: TestClient) -> dict:  # type: ignore[type-arg]
    body: dict = client.post("/v1/match", json=ASKED).json()  # type: ignore[type-arg]
    return body


def test_a_decision_is_kept_as_it_was_made(client: TestClient) -> None:
    made = decided(client)
    shown = client.get(f"/v1/decisions/{made['decision_id']}").json()
    assert {name: shown[name] for name in made} == made
    assert not shown["stale"]
    assert shown["evidence"]
    assert client.get("/v1/decisions/dec:none").status_code == 404


def test_a_decision_replays_byte_for_byte_after_others_were_made(client: TestClient) -> None:
    first = decided(client)
    decided(client)
    again = client.post(f"/v1/decisions/{first['decision_id']}/replay").json()
    assert (again["same"], again["differences"], again["packs_changed"]) == (True, [], [])
    assert again["version"] == first["version"]


def test_the_same_request_on_the_same_data_is_the_same_decision_kept_once(client: TestClient) -> None:
    assert decided(client) == decided(client)
    assert client.get("/v1/decisions").json()["entries"] == 1


def test_row_3_02_of_a_request_without_consent_nothing_is_stored(client: TestClient) -> None:
    refused = client.post("/v1/match", json={**ASKED, "consent": False}).json()
    assert refused["gates"][0]["verdict"] == "FAIL"
    assert client.get(f"/v1/decisions/{refused['decision_id']}").status_code == 404
    assert client.get("/v1/decisions").json()["entries"] == 0
    assert client.get(f"/v1/enterprises/{FIRM}/neighbours", params={"kinds": "decided_in"}).json()["items"] == []


def test_what_is_loaded_later_does_not_change_a_replay(client: TestClient) -> None:
    first = decided(client)
    worse = {"party": FIRM.removeprefix("ent:"), "enforcement": "失信", "case_no": "（2025）测执7号",
             "filed": "2025-06-01", "observed_at": "2025-06-30"}  # fmt: skip
    assert client.post("/v1/records/enforcement", json={"source": "court", "rows": [worse]}).status_code == 200
    assert decided(client)["offers"] == []
    assert client.post(f"/v1/decisions/{first['decision_id']}/replay").json()["same"]


def test_a_changed_pack_is_named_and_so_is_what_it_changes(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = decided(client)
    price = packs()["price"]
    spread = {**price.parameters["spread_bp"], "grade": {"premium": 111}}
    other: RulePack = price.model_copy(update={"parameters": {**price.parameters, "spread_bp": spread}})
    monkeypatch.setattr("firmgraph.packs.packs", lambda: {**packs(), "price": other})
    monkeypatch.setattr("firmgraph.api.decisions.packs", lambda: {**packs(), "price": other})
    again = client.post(f"/v1/decisions/{first['decision_id']}/replay").json()
    assert (again["same"], again["packs_changed"]) == (False, ["price"])
    assert any(one["path"].endswith("/rate") for one in again["differences"])


def test_two_decisions_are_compared(client: TestClient) -> None:
    one = decided(client)
    less = {**ASKED, "terms": {**ASKED["terms"], "amount": 900000}}  # type: ignore[dict-item]
    other = client.post("/v1/match", json=less).json()
    found = client.get(f"/v1/decisions/{one['decision_id']}/diff", params={"other": other["decision_id"]}).json()
    paths = {place["path"]: place for place in found["differences"]}
    assert paths["/request/terms/amount"] == {
        "path": "/request/terms/amount", "before": "1000000", "after": "900000"
    }  # fmt: skip


def test_row_3_20_who_is_satisfied_gets_the_offer_alone(client: TestClient) -> None:
    made = decided(client)
    product = made["offers"][1]["product_id"]
    said = {"satisfied": True, "product_id": product}
    body = client.post(f"/v1/decisions/{made['decision_id']}/feedback", json=said).json()
    assert body["accepted"] == product
    assert [offer["product_id"] for offer in body["offers"]] == [product]


def test_row_3_21_3_22_a_refused_product_never_comes_again_until_none_is_left(client: TestClient) -> None:
    body, refused = decided(client), set()
    capacity = {offer["product_id"]: offer["amount"] for offer in body["offers"]}
    while body["offers"]:
        product = body["offers"][0]["product_id"]
        refused.add(product)
        said = {"satisfied": False, "product_id": product}
        body = client.post(f"/v1/decisions/{body['decision_id']}/feedback", json=said).json()
        assert not refused & {offer["product_id"] for offer in body["offers"]}
        for offer in body["offers"]:
            bound = next(cap for cap in offer["caps"] if cap["name"] == "capacity")
            assert float(offer["amount"]) <= float(bound["amount"])
    assert len(refused) >= len(capacity)
    assert {one["dropped_reason"] for one in body["classes"]} >= {"refused_by_client"}
    assert body["reasons"]


def test_row_3_21_refusals_of_one_decision_are_not_forgotten_by_another_answer_to_it(client: TestClient) -> None:
    made = decided(client)
    one, other = (offer["product_id"] for offer in made["offers"][:2])
    place = f"/v1/decisions/{made['decision_id']}/feedback"
    client.post(place, json={"satisfied": False, "product_id": one})
    body = client.post(place, json={"satisfied": False, "product_id": other}).json()
    assert not {one, other} & {offer["product_id"] for offer in body["offers"]}


def test_a_product_that_was_not_offered_is_no_feedback(client: TestClient) -> None:
    made = decided(client)
    answer = client.post(f"/v1/decisions/{made['decision_id']}/feedback", json={"satisfied": False, "product_id": "X"})
    assert (answer.status_code, answer.json()["field"]) == (422, "product_id")
    missing = client.post(f"/v1/decisions/{made['decision_id']}/feedback", json={"satisfied": False})
    assert missing.status_code == 422


def test_the_ledger_is_verified(client: TestClient, tmp_path: Path) -> None:
    decided(client)
    assert client.get("/v1/decisions").json() == {"entries": 1, "whole": True, "fault": None}
    with sqlite3.connect(tmp_path / "own.ledger.db") as database:
        database.execute("UPDATE ledger_entries SET subject = 'ent:other'")
    assert client.get("/v1/decisions").json()["fault"]["entry"] == 1
