"""What officers may get wrong, and questions beyond the planted cases: packs, near names, budgets, several parties."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from firmgraph.api import wire_relations, wire_risk
from firmgraph.api.app import create_app
from firmgraph.cli.entry import run

DAY = {"as_of": "2025-06-30"}
CIRCLE = "91990104MA0M4WN7XL"
OTHER = "91990106MA0KF4D43D"
APART = "91990106MA0GMRWY78"


@pytest.fixture(scope="module")
def client(world_store: str) -> Iterator[TestClient]:
    with TestClient(create_app(world_store)) as client:
        yield client


def test_several_parties_and_several_packs_may_be_named(client: TestClient) -> None:
    asked = {**DAY, "id": [CIRCLE, OTHER, APART], "pack": ["relation-strength", "hidden-relations"]}
    body = client.get("/v1/relations", params=asked).json()
    assert body["clusters"] == [sorted([f"ent:{CIRCLE}", f"ent:{OTHER}"])]
    assert body["alone"] == [f"ent:{APART}"]
    assert client.get("/v1/relations", params={"id": [CIRCLE, OTHER], "as_of": ["2025-06-30", "2025-06-29"]}).json()[
        "code"
    ] == ("repeated_parameter")


def test_alerts_of_a_watch_list(client: TestClient) -> None:
    asked = {"id": [CIRCLE, "91990102MA0YKBBQXB", "nobody"], "since": "2024-04-01", "until": "2024-07-31"}
    body = client.get("/v1/alerts", params=asked).json()
    assert [alert["id"] for alert in body["alerts"]] == ["ent:91990102MA0YKBBQXB", f"ent:{CIRCLE}"]
    assert body["unknown"] == ["ent:nobody"]
    assert body["as_of"] == "2024-07-31"


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        (f"/v1/enterprises/{CIRCLE}/controller", {"pack": "company-law-2018", **DAY}, 422, "invalid_input"),
        (f"/v1/enterprises/{CIRCLE}/controller", {"pack": "nope", **DAY}, 404, "not_found"),
        (f"/v1/enterprises/{CIRCLE}/risk", {"as_of": "2025-02-30"}, 422, "invalid_input"),
        (f"/v1/enterprises/{CIRCLE}/changes", {"since": "2025-02-01", "until": "2025-01-01"}, 422, "invalid_input"),
        ("/v1/paths", {"from": CIRCLE, "to": OTHER, "k": "51"}, 422, "invalid_value"),
        (f"/v1/enterprises/{CIRCLE}/group", {"amount": "-5"}, 422, "invalid_value"),
        ("/v1/enterprises/91990104MA0M4WN7X0/risk", DAY, 404, "not_found"),
        ("/v1/enterprises/per:id:d92a30d5ebfd9e3bab52/controller", DAY, 404, "not_found"),
    ],
)
def test_what_cannot_be_answered_is_a_clear_problem(
    client: TestClient, path: str, params: dict[str, str], status: int, code: str
) -> None:
    answer = client.get(path, params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_a_pack_out_of_force_says_when_it_was(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["controller", CIRCLE, "--pack", "company-law-2018", "--as-of", "2025-06-30", "--store", world_store]
    assert run(asked) == 1
    assert "to 2024-06-30" in capsys.readouterr().err


def test_an_unknown_pack_is_told_with_those_there_are(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["owners", CIRCLE, "--pack", "nope", "--store", world_store]) == 1
    told = capsys.readouterr().err
    assert "bo-2024-3" in told
    assert "Traceback" not in told


def test_an_unknown_name_comes_with_near_ones(client: TestClient) -> None:
    problem = client.get("/v1/enterprises/砚合机械/guarantees", params=DAY).json()
    assert problem["code"] == "not_found"
    assert f"ent:{CIRCLE}" in [near["id"] for near in problem["near"]]


@pytest.mark.parametrize(("clock", "day"), [("known_at", "2020-01-01"), ("as_of", "1990-01-01")])
def test_a_time_before_the_first_record_is_told(clock: str, day: str, client: TestClient) -> None:
    answer = client.get(f"/v1/enterprises/{CIRCLE}/risk", params={clock: day})
    assert (answer.status_code, answer.json()["field"]) == (422, clock)


def test_a_neighbourhood_pages_at_every_level(client: TestClient) -> None:
    path = f"/v1/enterprises/{CIRCLE}/expand"
    whole = client.get(path, params={**DAY, "depth": "2", "limit": "200"}).json()
    first = client.get(path, params={**DAY, "depth": "2", "limit": "3"}).json()
    assert len(whole["levels"]) == len(first["levels"]) == 2
    page, met = first["levels"][0][0], []
    while True:
        met += [one["relation"]["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        page = client.get(path, params={**DAY, "limit": "3", "cursor": page["next_cursor"]}).json()["levels"][0][0]
    assert met == [one["relation"]["id"] for one in whole["levels"][0][0]["items"]]
    assert any(node["next_cursor"] for node in first["levels"][1])
    only = client.get(path, params={**DAY, "kinds": "guarantees"}).json()["levels"][0][0]
    assert {one["relation"]["kind"] for one in only["items"]} == {"guarantees"}


def test_the_graph_of_two_days_is_compared(client: TestClient) -> None:
    body = client.get("/v1/drift", params={"since": "2024-06-30", "until": "2025-06-30"}).json()
    assert {one["state"] for one in body["measures"]} <= {"stable", "watch", "act", "unknown"}
    assert body["packs"] == ["graph-drift"]


@pytest.mark.parametrize("form", ["mermaid", "graphml", "bods"])
def test_ownership_in_other_forms(form: str, client: TestClient) -> None:
    answer = client.get(f"/v1/enterprises/{CIRCLE}/ownership", params={**DAY, "format": form})
    assert answer.status_code == 200
    assert "徐栖杰" in answer.text
    if form == "bods":
        assert {one["recordType"] for one in json.loads(answer.text)} == {"entity", "person", "relationship"}


def test_exposure_without_the_banks_capital_is_unknown(client: TestClient) -> None:
    group = client.get(f"/v1/enterprises/{CIRCLE}/group", params={**DAY, "amount": "5000000"}).json()
    assert group["exposure"]["proposed"] == "5000000"
    assert {limit["verdict"] for limit in group["exposure"]["limits"]} == {"UNKNOWN"}


def test_a_cross_holding_is_told_in_both_directions(client: TestClient) -> None:
    asked = {**DAY, "from": "91990106MA00H8319F", "to": "91990106MA013G622U"}
    body = client.get("/v1/paths", params=asked).json()
    [step] = body["paths"][0]["relations"]
    told = {(one["from"], one["to"]) for one in (step, *step["also"]) if one["kind"] == "holds"}
    assert told == {(f"ent:{asked[one]}", f"ent:{asked[two]}") for one, two in (("from", "to"), ("to", "from"))}
    assert body["paths"][0]["words"]["zh"].count("持有") == 2
    wire_relations.Paths.model_validate(body)


ABOUT_ONE = f"/v1/enterprises/{OTHER}"
USING: dict[str, tuple[str, ...]] = {
    "/v1/paths": ("relation-strength", "hidden-relations"),
    "/v1/relations": ("relation-strength", "hidden-relations"),
    f"{ABOUT_ONE}/against": ("relation-strength", "hidden-relations"),
    f"{ABOUT_ONE}/component": ("relation-strength", "hidden-relations"),
    f"{ABOUT_ONE}/expand": (),
    f"{ABOUT_ONE}/guarantees": ("guarantee-circles",),
    f"{ABOUT_ONE}/controller": ("company-law-2023",),
    f"{ABOUT_ONE}/beneficial-owners": ("bo-2024-3",),
    f"{ABOUT_ONE}/group": ("group-2010-4", "company-law-2023", "exposure-2018-1"),
    f"{ABOUT_ONE}/related": ("related-cas-36", "company-law-2023", "group-2010-4", "trade-concentration"),
    f"{ABOUT_ONE}/risk": (
        "risk-grades",
        "vetoes",
        "early-warning",
        "contagion",
        "guarantee-circles",
        "company-law-2023",
    ),
    f"{ABOUT_ONE}/trade": ("trade-concentration",),
    f"{ABOUT_ONE}/standing": ("data-quality", "control-stability", "shell-signals", "close-links"),
}
BESIDES: dict[str, dict[str, str | list[str]]] = {
    "/v1/paths": {"from": OTHER, "to": CIRCLE},
    "/v1/relations": {"id": [OTHER, CIRCLE]},
}


@pytest.mark.parametrize("path", USING)
def test_a_pack_that_the_answer_cannot_use_is_refused(client: TestClient, path: str) -> None:
    asked = {**DAY, **BESIDES.get(path, {})}
    plain = client.get(path, params=asked)
    assert set(USING[path]) <= set(plain.json()["packs"])
    for pack in USING[path]:
        assert client.get(path, params={**asked, "pack": pack}).status_code == 200, pack
    for pack in ("company-law-2018", "graph-drift"):
        refused = client.get(path, params={**asked, "pack": pack})
        assert (refused.status_code, refused.json()["field"]) == (422, "pack"), pack
    refused = client.get(path, params={**asked, "pack": "graph-drift"}).json()
    assert set(USING[path]) <= {one["id"] for one in refused["near"]}


def test_what_is_cut_says_how_to_have_the_rest(client: TestClient) -> None:
    asked = {**DAY, "from": OTHER, "to": CIRCLE, "k": "1"}
    body = client.get("/v1/paths", params=asked).json()
    assert body["truncated"]
    assert "at most 50" in body["why_truncated"]["en"]
    book = {**DAY, "many": "book"}
    whole = client.get(f"{ABOUT_ONE}/against", params=book).json()
    assert (whole["truncated"], whole["next_cursor"], whole["related"]) == (False, None, len(whole["paths"]))
    paged: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get(f"{ABOUT_ONE}/against", params={**book, **cursor, "limit": "1"}).json()
        wire_relations.AgainstMany.model_validate(page)
        paged += page["paths"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert paged == whole["paths"]
    assert len(paged) > 1
    foreign = client.get(f"{ABOUT_ONE}/against", params={**DAY, **cursor})
    assert (foreign.status_code, foreign.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize(
    "path",
    [
        *sorted(USING.keys() - {f"{ABOUT_ONE}/beneficial-owners"}),
        *(f"{ABOUT_ONE}/{asked}" for asked in ("ownership", "ownership?direction=down", "neighbours")),
    ],
)
@pytest.mark.parametrize("day", ["2010-01-01", "2018-12-31"])
def test_a_day_before_a_firm_was_established_is_refused(client: TestClient, path: str, day: str) -> None:
    told = dict(BESIDES.get(path, {}))
    if "direction" in path:
        path, told = path.partition("?")[0], {"direction": "down"}
    answer = client.get(path, params={**told, "as_of": day})
    assert (answer.status_code, answer.json()["field"]) == (422, "as_of"), answer.text


@pytest.mark.parametrize("amount", ["-1", "1e3", "NaN", "1.001", "", "１"])
@pytest.mark.parametrize("command", ["group", "related"])
def test_an_amount_that_is_none_is_refused(
    world_store: str, capsys: pytest.CaptureFixture[str], command: str, amount: str
) -> None:
    assert run([command, CIRCLE, f"--amount={amount}", "--store", world_store]) == 1
    assert "an amount is a plain number of yuan" in capsys.readouterr().err


def test_what_a_group_owes_is_told_without_the_capital_of_a_bank(
    client: TestClient, world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    owed = client.get(f"/v1/enterprises/{CIRCLE}/group", params=DAY).json()["exposure"]
    assert owed["lender"] is None
    assert owed["members"]
    assert {one["verdict"] for one in owed["limits"]} == {"UNKNOWN"}
    assert run(["group", CIRCLE, "--as-of", DAY["as_of"], "--store", world_store]) == 0
    assert "None" not in capsys.readouterr().out


def test_counterparties_are_told_by_node_and_name(client: TestClient) -> None:
    told = 0
    for firm in (OTHER, CIRCLE, "91990106MA00H8319F"):
        body = client.get(f"/v1/enterprises/{firm}/trade", params=DAY).json()
        wire_risk.TradeConcentration.model_validate(body)
        for one in (one for side in body["sides"] for one in side["largest"]):
            if one["id"] is not None:
                assert one["name"] != one["id"].removeprefix("ent:")
                told += 1
    assert told > 0


def test_a_debtor_of_a_joint_circle_is_not_outside_and_its_net_assets_are_told_alike(client: TestClient) -> None:
    for firm in ("91990104MA0U8QQJXW", CIRCLE, OTHER):
        body = client.get(f"/v1/enterprises/{firm}/guarantees", params=DAY).json()
        assert not {one for circle in body["circles"] for one in circle["members"]} & set(body["outside"])
        called = [one for falling in body["cascade"]["rounds"] for one in falling["fallen"]]
        own = [one["net_assets"] for one in called if one["id"] == f"ent:{firm}"]
        assert set(own) <= {body["ratio"]["net_assets"]}


def test_a_kind_of_relation_is_named_in_any_case_and_an_unknown_one_told_alike(client: TestClient) -> None:
    for path, found in (("neighbours", "items"), ("expand", "levels")):
        told = [client.get(f"{ABOUT_ONE}/{path}", params={**DAY, "kinds": kind}).json() for kind in ("holds", "HOLDS")]
        assert told[0][found]
        assert told[0] == told[1]
        problem = client.get(f"{ABOUT_ONE}/{path}", params={**DAY, "kinds": "holds,owns"}).json()
        assert (problem["status"], problem["field"], "holds" in problem["known"]) == (422, "kinds", True)


def test_the_parties_of_a_component_are_named(client: TestClient) -> None:
    body = client.get(f"{ABOUT_ONE}/component", params=DAY).json()
    wire_relations.Component.model_validate(body)
    members = [one for community in body["communities"] for one in community]
    assert len(members) == body["size"]
    assert all(one["name"] and one["name"] != one["id"] for one in members if one["id"].startswith("ent:9199"))
