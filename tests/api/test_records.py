"""Records over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.api.economy import HUB, HUB_ID, HUB_NAME, SUPPLIER

from firmgraph.api import wire
from firmgraph.api.intake import RecordsReport

URL = "/v1/records/registration"
GOOD = {"统一社会信用代码": HUB, "企业名称": HUB_NAME}


def test_good_rows_are_kept_and_bad_ones_told(empty_client: TestClient) -> None:
    wrong_digit = HUB[:-1] + ("0" if HUB[-1] != "0" else "1")
    rows = [
        GOOD,
        {"uscc": wrong_digit, "name": "x"},
        {"uscc": SUPPLIER},
        {"name": {"a": 1}},
        {"name": "乙厂", "企业名称": "丙厂"},
    ]
    answer = empty_client.post(URL, json={"rows": rows})
    report = RecordsReport.model_validate(answer.json())
    assert answer.status_code == 200
    assert (report.rows, report.new, report.quarantined) == (5, 1, 4)
    assert [(bad.row, bad.column, bad.code) for bad in report.bad] == [
        (1, "uscc", "uscc_check_digit"),
        (2, "name", "required_missing"),
        (3, "name", "cell_form"),
        (4, "name", "two_headers"),
    ]
    assert empty_client.get(f"/v1/enterprises/{HUB_ID}").status_code == 200


def test_the_same_rows_again_change_nothing(empty_client: TestClient) -> None:
    first = empty_client.post(URL, json={"rows": [GOOD]}).json()
    again = empty_client.post(URL, json={"rows": [GOOD]}).json()
    assert (again["new"], again["unchanged"], again["version"]) == (0, 1, first["version"])


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "missing_field", "rows"),
        ({"rows": []}, "invalid_value", "rows"),
        ({"rows": [GOOD] * 1001}, "invalid_value", "rows"),
        ({"rows": [1]}, "invalid_value", "rows.0"),
        ({"rows": [GOOD], "observed_at": "soon"}, "invalid_value", "observed_at"),
        ({"rows": [GOOD], "source": "a:b"}, "invalid_value", "source"),
        ({"rows": [GOOD], "kind": "x"}, "unknown_field", "kind"),
        ([], "invalid_value", "body"),
    ],
)
def test_a_bad_body_is_told_by_field(empty_client: TestClient, body: Any, code: str, field: str) -> None:
    problem = empty_client.post(URL, json=body)
    assert (problem.status_code, problem.json()["code"], problem.json()["field"]) == (422, code, field)


def test_an_unknown_kind_is_not_found(client: TestClient) -> None:
    problem = client.post("/v1/records/nothing", json={"rows": [GOOD]})
    assert (problem.status_code, problem.json()["field"]) == (404, "kind")
    assert "registration" in problem.json()["known"]


def test_evidence_leads_to_its_record(client: TestClient) -> None:
    evidence = client.get(f"/v1/enterprises/{HUB_ID}/neighbours", params={"kinds": "holds"}).json()["items"]
    ids = [record for item in evidence for record in item["relation"]["evidence"]]
    shown = [client.get(f"/v1/records/{record}").json() for record in ids]
    for body in shown:
        wire.StoredRecord.model_validate(body)
    assert {body["payload"]["ratio"] for body in shown} == {"0.255556", "0.744444"}
    assert {body["received"]["ratio"] for body in shown} == {"25.5556%", "74.4444%"}
    assert client.get(f"/v1/records/{ids[0]}", params={"known_at": "2000-01-01"}).status_code == 404
