"""Matching and decisions over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.api.economy import HUB_ID, request

from firmgraph.api import wire_match as wire


def test_a_match_offers_products_and_keeps_its_decision(client: TestClient) -> None:
    answer = client.post("/v1/match", json=request())
    assert answer.status_code == 200
    wire.Match.model_validate(answer.json())
    assert [offer["product_id"] for offer in answer.json()["offers"]]
    kept = client.get(f"/v1/decisions/{answer.json()['decision_id']}").json()
    wire.KeptDecision.model_validate(kept)
    assert {name: kept[name] for name in answer.json()} == answer.json()
    related = client.get(f"/v1/enterprises/{HUB_ID}/neighbours", params={"kinds": "decided_in"}).json()
    assert answer.json()["decision_id"] in {item["node"]["id"] for item in related["items"]}


def test_a_gate_that_fails_is_an_answer(client: TestClient) -> None:
    answer = client.post("/v1/match", json=request(consent=False))
    assert (answer.status_code, answer.json()["offers"]) == (200, [])
    assert answer.json()["reasons"]


def test_an_unknown_firm_is_answered_from_the_request(client: TestClient) -> None:
    answer = client.post("/v1/match", json=request(subject={"name": "无此企业有限公司"}, consent=True))
    assert answer.status_code == 200
    wire.Match.model_validate(answer.json())


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"subject": None}, "invalid_value", "subject"),
        ({"subject": {}}, "missing_field", "subject"),
        ({"subject": {"uscc": "123"}}, "invalid_value", "subject.uscc"),
        ({"extra": 1}, "unknown_field", "extra"),
        ({"subject": {"id": HUB_ID, "ID-13800138000": 1}}, "unknown_field", "subject.?"),
        ({"terms": {"amount": "500000", "purpose": "working_capital"}}, "missing_field", "terms.term_months"),
        ({"terms": {"amount": -1, "term_months": 12, "purpose": "working_capital"}}, "invalid_value", "terms.amount"),
        (
            {"terms": {"amount": 1, "term_months": "12", "purpose": "working_capital"}},
            "invalid_value",
            "terms.term_months",
        ),
        ({"terms": {"amount": 1, "term_months": 12, "purpose": "gambling"}}, "invalid_value", "terms.purpose"),
        ({"as_of": "2025-02-30"}, "invalid_value", "as_of"),
        ({"consent": "maybe"}, "invalid_value", "consent"),
    ],
)
def test_a_bad_request_is_told_by_field(client: TestClient, change: dict[str, Any], code: str, field: str) -> None:
    problem = client.post("/v1/match", json=request(**change))
    assert (problem.status_code, problem.json()["code"], problem.json()["field"]) == (422, code, field)


@pytest.mark.parametrize("decision", ["dec:none", HUB_ID, "x"])
def test_an_unknown_decision_is_not_found(client: TestClient, decision: str) -> None:
    assert client.get(f"/v1/decisions/{decision}").json()["code"] == "not_found"
