"""Portraits as users ask for them: by command and over HTTP, with the same answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from firmgraph.api.app import create_app
from firmgraph.api.wire_portrait import Portrait
from firmgraph.cli.entry import run

FIRM, NAME = "91990102MA105KER0R", "澜州市鹭发专用设备有限公司"
CIRCLE = "91990105MA0L1CG57D"
DAY, BEFORE = "2025-06-30", "2024-06-30"


@pytest.fixture(scope="module")
def client(world_store: str) -> Iterator[TestClient]:
    with TestClient(create_app(world_store)) as client:
        yield client


def told(capsys: pytest.CaptureFixture[str], store: str, firm: str, *options: str) -> Any:
    capsys.readouterr()  # what the service said of the same question
    assert run(["portrait", firm, "--as-of", DAY, "--store", store, "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_command_and_route_say_the_same(
    client: TestClient, world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked, options in (({}, ()), ({"against": BEFORE}, ("--against", BEFORE))):
        answer = client.get(f"/v1/enterprises/{FIRM}/portrait", params={"as_of": DAY, **asked})
        Portrait.model_validate(answer.json())
        assert answer.json() == told(capsys, world_store, FIRM, *options)


def test_row_0_09_0_12_0_13_3_01_3_03_of_a_good_firm_over_http(client: TestClient) -> None:
    body = client.get(f"/v1/enterprises/{FIRM}/portrait", params={"as_of": DAY}).json()
    final = {name: one["value"] for name, one in body["final"].items()}
    assert (final["subject_type"], final["client_kind"], final["premium_target"]) == ("enterprise", "old_client", "yes")
    assert (final["credit_grade"], final["product_tier"], final["risk_grade"]) == ("high", "premium", "low")
    assert {one["id"] for one in body["documents"] if one["state"] == "superseded"} == {"account_permit", "loan_card"}


def test_row_3_11_a_firm_of_a_broken_guarantee_circle_is_risky(
    world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = told(capsys, world_store, CIRCLE)
    risk = body["assessment"]["risk"]
    assert {"guarantee_circle", "near_enforced"} <= {one["id"] for one in risk["reasons"]}
    assert body["final"]["guarantee_circle"]["value"] == "3"
    assert risk["value"] == sum(one["points"] for one in risk["reasons"]) == body["final"]["risk_value"]["value"]


def test_the_difference_is_shown_with_its_records(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portrait", FIRM, "--as-of", DAY, "--against", BEFORE, "--store", world_store]) == 0
    shown = capsys.readouterr().out
    for words in (f"{BEFORE} → {DAY}", "营业收入", "33,333,333 元", "36,000,000 元", "statement-demo-3"):
        assert words in shown


def test_the_report_is_written_to_a_file_in_either_form(
    world_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form, begins in (("html", "<!doctype html>"), ("md", f"# {NAME} 企业画像")):
        file = tmp_path / f"portrait.{form}"
        options = ["--format", form, "--out", str(file), "--against", BEFORE]
        assert run(["portrait", FIRM, "--as-of", DAY, "--store", world_store, *options]) == 0
        written = file.read_text(encoding="utf-8")
        assert written.startswith(begins)
        assert "33,333,333 元" in written
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("form", "media"), [("html", "text/html"), ("md", "text/markdown")])
def test_reports_over_http_are_files(form: str, media: str, client: TestClient) -> None:
    answer = client.get(f"/v1/enterprises/{FIRM}/portrait", params={"as_of": DAY, "format": form})
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="portrait.{form}"'
    assert NAME in answer.text


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"against": "2024-02-30"}, "against"), ({"pack": "prescreen-000"}, "pack"), ({"format": "pdf"}, "format")],
)
def test_bad_options_are_refused_with_their_field(asked: dict[str, str], field: str, client: TestClient) -> None:
    answer = client.get(f"/v1/enterprises/{FIRM}/portrait", params={"as_of": DAY, **asked})
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_bad_options_of_the_command_are_refused(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portrait", FIRM, "--against", "2024-02-30", "--store", world_store]) == 2
    assert "--against" in capsys.readouterr().err
    assert run(["portrait", FIRM, "--pack", "prescreen-000", "--store", world_store]) == 1
    assert "family that this answer does not use" in capsys.readouterr().err


def test_a_pack_may_be_chosen(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "company-law-2023" in told(capsys, world_store, FIRM)["packs"]
    assert "risk-assessment" in told(capsys, world_store, FIRM, "--pack", "risk-assessment")["packs"]
