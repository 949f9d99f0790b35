"""Enterprises over HTTP: search, detail, neighbours, portrait, tags."""

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from tests.api.economy import BRANCHES, DAY, HUB, HUB_ID, HUB_NAME, SUPPLIER, TWIN_NAME

from firmgraph.api import wire, wire_portrait, wire_tags
from firmgraph.api.app import create_app
from firmgraph.graph.elements import Moment, Relation
from firmgraph.graph.store import open_store
from firmgraph.profiling.tagging import tag_nodes, tags_of_all

DEMO = "ent:91990102MA105KER0R"
STAMP = {"as_of", "known_at", "version"}


def of(client: TestClient, node_id: str, part: str = "", **params: str | int) -> Response:
    """GET a part of a node."""
    answer: Response = client.get(f"/v1/enterprises/{quote(node_id, safe='')}{part}", params=params)
    return answer


@pytest.mark.parametrize(
    ("text", "field"), [(HUB, "uscc"), (HUB_NAME, "name"), ("岚汀机械", "former_names"), ("精工", "name")]
)
def test_search_tells_what_matched(client: TestClient, text: str, field: str) -> None:
    found = client.get("/v1/enterprises", params={"q": text})
    wire.FoundEnterprises.model_validate(found.json())
    hit = next(item for item in found.json()["items"] if item["id"] == HUB_ID)
    assert (hit["matched"]["field"], hit["uscc"], hit["status"], hit["region"]) == (field, HUB, "active", "990100")


def test_search_pages_give_every_hit_once(client: TestClient) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = client.get(
            "/v1/enterprises", params={"q": "岚汀", "limit": 7, **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == BRANCHES + 2


def test_detail_shows_names_evidence_and_counts(client: TestClient) -> None:
    body = of(client, HUB_ID).json()
    wire.EnterpriseDetail.model_validate(body)
    assert body["properties"]["registered_capital"] == "5000000"
    assert [(name["name"], name["status"]) for name in body["names"]] == [
        (HUB_NAME, "current"),
        ("岚汀机械厂", "former"),
    ]
    assert body["relations"]["branch_of"] == BRANCHES
    assert body["relations"]["holds"] == 2
    assert all(record.startswith("registry:") for record in body["evidence"])
    assert body.keys() >= STAMP


def test_detail_shows_losing_values(empty_client: TestClient) -> None:
    for source, capital in (("registry", "500万元"), ("self", "900万元")):
        rows = [{"uscc": HUB, "name": HUB_NAME, "registered_capital": capital}]
        empty_client.post("/v1/records/registration", json={"source": source, "observed_at": DAY, "rows": rows})
    body = of(empty_client, HUB_ID).json()
    wire.EnterpriseDetail.model_validate(body)
    assert len(body["conflicts"]["registered_capital"]) == 1
    shown = {body["properties"]["registered_capital"], body["conflicts"]["registered_capital"][0]["value"]}
    assert shown == {"5000000", "9000000"}


@pytest.mark.parametrize("name", [HUB_ID, HUB, HUB_NAME])
def test_an_enterprise_answers_to_id_code_and_name(client: TestClient, name: str) -> None:
    assert of(client, name).json()["id"] == HUB_ID


def test_an_id_with_a_slash_works_with_every_ending(client: TestClient) -> None:
    contract = next(
        item["node"]["id"] for item in of(client, HUB_ID, "/neighbours", kinds="guaranteed_in").json()["items"]
    )
    assert of(client, contract).json()["properties"]["name"] == "GC/2024/1"
    odd = of(client, "ent:name:甲/乙@990100", "/portrait")
    assert (odd.status_code, odd.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("limit", [1, 9, 200])
def test_neighbours_walk_meets_every_relation_once(client: TestClient, store_url: str, limit: int) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = of(client, HUB_ID, "/neighbours", limit=limit, **({"cursor": cursor} if cursor else {})).json()
        wire.Neighbours.model_validate(page)
        seen += [item["relation"]["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    with open_store(store_url) as store:
        stated = [
            item.id
            for item in store.stream(derived=True)
            if isinstance(item, Relation) and HUB_ID in (item.start, item.end)
        ]
    assert sorted(seen) == sorted(stated)


def test_shares_leave_as_fractions_and_kinds_filter(client: TestClient) -> None:
    items = of(client, HUB_ID, "/neighbours", kinds="holds,guarantees").json()["items"]
    assert {item["relation"]["kind"] for item in items} == {"holds", "guarantees"}
    stake = next(
        item for item in items if item["node"]["id"] == f"ent:{SUPPLIER}" and item["relation"]["kind"] == "holds"
    )
    assert stake["relation"]["properties"]["ratio"] == "0.255556"
    assert stake["relation"]["properties"]["subscribed"] == "1277800"
    assert stake["relation"]["from"] == f"ent:{SUPPLIER}"


def test_as_of_a_day_before_the_holding_shows_no_holder(client: TestClient) -> None:
    held = of(client, HUB_ID, "/neighbours", kinds="holds", as_of="2015-03-01").json()["items"]
    assert len(held) == 2
    [holder] = [item["node"]["id"] for item in held if item["node"]["kind"] == "person"]
    before = client.get(f"/v1/enterprises/{holder}/neighbours", params={"kinds": "holds", "as_of": "2015-02-28"}).json()
    assert (before["items"], before["as_of"]) == ([], "2015-02-28")


def test_a_day_before_the_firm_was_established_is_refused(client: TestClient) -> None:
    answer = of(client, HUB_ID, "/neighbours", as_of="2015-02-28")
    assert (answer.status_code, answer.json()["field"]) == (422, "as_of")


def test_before_anything_was_loaded_nothing_is_known(client: TestClient) -> None:
    assert of(client, HUB_ID, known_at="2000-01-01").status_code == 404


def test_portrait_and_tags(client: TestClient) -> None:
    portrait = of(client, HUB_ID, "/portrait", as_of=DAY).json()
    wire_portrait.Portrait.model_validate(portrait)
    assert portrait["sources"]["litigation"] == "absent"
    tags = of(client, HUB_ID, "/tags", as_of=DAY).json()
    wire_tags.Tags.model_validate(tags)
    assert tags["keywords"]
    assert "失信" not in {keyword["word"] for tag in tags["tags"] for keyword in tag["keywords"]}


def test_tags_and_portrait_tell_cases_and_where_the_industry_comes_from(world_store: str) -> None:
    with TestClient(create_app(world_store), raise_server_exceptions=False) as service:
        read = of(service, DEMO, "/tags", as_of=DAY).json()
        drawn = of(service, DEMO, "/portrait", as_of=DAY).json()
    wire_tags.Tags.model_validate(read)
    (case,) = read["cases"]
    assert (case["role"], case["result"], case["amount_band"]) == ("plaintiff", "settled", "negligible")
    assert (read["industry"]["origin"], read["industry"]["conflict"]) == ("stated", False)
    assert (drawn["external"]["cases"], drawn["external"]["industry"]) == (read["cases"], read["industry"])


def test_enterprises_alike_are_told_once_tags_are_kept(world_store: str, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(world_store.removeprefix("sqlite:///"), own)
    with TestClient(create_app(f"sqlite:///{own}"), raise_server_exceptions=False) as service:
        asked = f"/v1/enterprises/{DEMO}/similar", {"as_of": DAY, "limit": 3}
        problem = service.get(asked[0], params=asked[1])
        assert (problem.status_code, problem.json()["code"]) == (404, "not_found")
        with open_store(f"sqlite:///{own}") as store:
            for firm, result in tags_of_all(store, Moment(DAY)):
                store.derive(*tag_nodes(firm, DAY, result.tags))
        told = service.get(asked[0], params=asked[1]).json()
    wire_tags.SimilarEnterprises.model_validate(told)
    scores = [one["score"] for one in told["items"]]
    assert (len(scores), scores) == (3, sorted(scores, reverse=True))
    assert told["subject"]["id"] == DEMO not in {one["id"] for one in told["items"]}
    assert all(one["shared"] for one in told["items"])


@pytest.mark.parametrize("part", ["", "/neighbours", "/portrait", "/tags", "/similar"])
def test_an_unknown_firm_is_told_with_near_names(client: TestClient, part: str) -> None:
    problem = of(client, "ent:name:岚汀钢贸@", part)
    assert (problem.status_code, problem.json()["code"], problem.json()["field"]) == (404, "not_found", "id")
    assert {"id": f"ent:{SUPPLIER}", "name": "岚汀钢贸有限公司"} in problem.json()["near"]


def test_a_name_two_firms_bear_is_ambiguous(client: TestClient) -> None:
    problem = of(client, TWIN_NAME)
    assert (problem.status_code, problem.json()["code"]) == (409, "ambiguous")
    assert len(problem.json()["candidates"]) == 2


def test_only_enterprises_have_portraits(client: TestClient) -> None:
    person = next(
        item["node"]["id"] for item in of(client, HUB_ID, "/neighbours", kinds="legal_rep_of").json()["items"]
    )
    assert of(client, person).status_code == 200
    assert of(client, person, "/portrait").status_code == 404
