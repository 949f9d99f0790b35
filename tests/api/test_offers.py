"""What follows a taken offer, over HTTP and on the command line."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from tests.conftest import world_at
from typer.testing import CliRunner, Result

from firmgraph.api.app import create_app
from firmgraph.api.ledger.ledger import unpacked
from firmgraph.api.ledger.place import open_ledger
from firmgraph.cli.entry import app

FIRM = "ent:91990102MA105KER0R"
DAY = "2025-06-30"
TERMS = {"amount": 1000000, "term_months": 12, "purpose": "working_capital"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the invented economy with a ledger of its own."""
    return world_at(f"sqlite:///{tmp_path_factory.mktemp('offers') / 'own.db'}")


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(url)) as found:
        yield found


def decided(client: TestClient, **more: Any) -> Any:
    return client.post("/v1/match", json={"subject": {"id": FIRM}, "terms": TERMS, "as_of": DAY, **more}).json()


def take(client: TestClient, made: Any) -> Any:
    said = {"satisfied": True, "product_id": made["offers"][0]["product_id"]}
    answer = client.post(f"/v1/decisions/{made['decision_id']}/feedback", json=said)
    assert answer.status_code == 200, answer.text
    return answer.json()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def events(url: str) -> list[Any]:
    ledger = open_ledger(url)
    try:
        return [unpacked(entry.content) for entry in ledger.about(FIRM) if entry.kind == "event"]
    finally:
        ledger.close()


def test_row_0_14_0_15_a_taken_offer_says_whether_and_how_it_may_be_repaid(client: TestClient) -> None:
    body = take(client, decided(client))
    found, offer = body["instalment"], body["offers"][0]
    assert (found["eligible"], found["amount"], found["rate"]) == (True, offer["amount"], offer["rate"])
    for plan in found["plans"]:
        paid = sum(Decimal(row["payment"]) for row in plan["schedule"])
        assert paid == Decimal(plan["total"]) == Decimal(found["amount"]) + Decimal(plan["interest"])


def test_row_0_16_the_code_of_a_taken_offer_leads_back_to_it(client: TestClient) -> None:
    body = take(client, decided(client))
    told = {"decision_id": body["decision_id"], "product_id": body["accepted"]}
    assert client.get("/v1/codes", params={"code": body["code"]}).json() == told
    place = f"/v1/decisions/{body['decision_id']}/code"
    assert client.get(place, params={"product_id": body["accepted"]}).json()["code"] == body["code"]
    picture = client.get(f"{place}.svg", params={"product_id": body["accepted"]})
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")
    changed = client.get("/v1/codes", params={"code": body["code"].replace(body["accepted"], "X")})
    assert (changed.status_code, changed.json()["field"]) == (422, "code")
    assert client.get(place, params={"product_id": "X"}).status_code == 422


def test_row_0_17_the_portrait_is_pushed_to_the_officer_once(client: TestClient, url: str) -> None:
    made = decided(client)
    body = take(client, made)
    take(client, made)
    pushed = [one for one in events(url) if one["decision"] == body["decision_id"]]
    assert pushed == body["events"]
    [event] = pushed
    assert (event["event"], event["portrait"]["subject"], event["portrait"]["as_of"]) == ("portrait_pushed", FIRM, DAY)
    assert event["to"].startswith("客户经理")


def test_row_0_01_the_channel_of_the_request_outranks_that_of_the_records(client: TestClient) -> None:
    by_record = take(client, decided(client))
    made = decided(client, channel="汽车金融")
    assert made["request"]["channel"] == "汽车金融"
    body = take(client, made)
    assert (body["channel"], body["events"][0]["channel"]) == ("汽车金融", "汽车金融")
    assert by_record["channel"] == client.get(f"/v1/enterprises/{FIRM}/offers", params={"as_of": DAY}).json()["channel"]


def test_row_0_18_0_19_0_20_3_18_what_a_client_is_told(client: TestClient, url: str) -> None:
    body = client.get(f"/v1/enterprises/{FIRM}/offers", params={"as_of": DAY}).json()
    assert (body["gift"], body["referrals"]["reached"]) == (None, False)
    assert body["behaviour"]["states"]["interest"] == "told"
    assert set(body["packs"]) == {"after-success-000", "interest"}
    assert all(one["evidence"] for one in body["held"])
    told = run("offers", "held", FIRM, "--as-of", DAY, "--store", url, "--json")
    assert orjson.loads(told.stdout) == body
    assert "referrals" in run("offers", "held", FIRM, "--as-of", DAY, "--store", url).stdout


def test_row_4_26_exposure_over_the_ledger_and_over_the_book(client: TestClient, url: str) -> None:
    made = decided(client)
    body = client.get("/v1/exposure", params={"as_of": DAY}).json()
    shown = {one["product_id"]: one for one in body["products"]}
    assert body["over"] == "ledger"
    assert body["lists"] >= 1
    assert all(shown[offer["product_id"]]["offered"] >= 1 for offer in made["offers"])
    assert len(shown) == len(body["never_offered"]) + sum(one["offered"] > 0 for one in shown.values())
    told = run("offers", "exposure", "--as-of", DAY, "--store", url, "--json")
    assert orjson.loads(told.stdout) == body
    assert "gini" in run("offers", "exposure", "--as-of", DAY, "--store", url).stdout


def test_row_4_26_exposure_over_the_book_keeps_nothing(url: str) -> None:
    ledger = open_ledger(url)
    before = sum(1 for _ in ledger.entries())
    told = run("offers", "exposure", "--amount", "50万元", "--as-of", DAY, "--store", url, "--json")
    body = orjson.loads(told.stdout)
    assert (body["over"], body["lists"] > 40, body["deal_bias"] is not None) == ("book", True, True)
    assert sum(1 for _ in ledger.entries()) == before
    ledger.close()


def test_what_follows_is_shown_and_written_by_the_commands(client: TestClient, url: str, tmp_path: Path) -> None:
    made = decided(client)
    product = made["offers"][0]["product_id"]
    shown = run("decision", "feedback", made["decision_id"], "--satisfied", product, "--store", url)
    assert shown.exit_code == 0, shown.output
    assert "instalments" in shown.stdout
    assert "portrait_pushed" in shown.stdout
    picture = tmp_path / "code.svg"
    told = run("offers", "code", made["decision_id"], product, "--svg", str(picture), "--store", url, "--json")
    code = orjson.loads(told.stdout)["code"]
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert product in run("offers", "read", code, "--store", url).stdout
    assert run("offers", "read", code + "0", "--store", url).exit_code == 1
