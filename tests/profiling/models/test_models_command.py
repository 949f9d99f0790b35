"""The commands about kept models, and signing over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from tests.profiling.models.test_registry import MODEL
from typer.testing import CliRunner

from firmgraph.api.app import create_app
from firmgraph.cli.entry import app
from firmgraph.profiling.models.in_use import models_in_use, unproven
from firmgraph.profiling.models.registry import keep
from firmgraph.settings import get_settings

GOOD = {"later": {"auc": {"value": 0.7, "low": 0.6, "high": 0.8}}, "chosen": "scorecard"}
POOR = {"later": {"auc": {"value": 0.5, "low": 0.4, "high": 0.6}}, "chosen": "scorecard"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for metrics in (GOOD, POOR):
        keep(tmp_path / "models", replace(MODEL, name="risk_table", metrics=metrics))
    monkeypatch.setenv("FIRMGRAPH_MODELS", str(tmp_path / "models"))
    get_settings.cache_clear()
    yield tmp_path / "models"
    get_settings.cache_clear()


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["models", *arguments])


def version_in_use(folder: Path) -> int | None:
    model = models_in_use(folder).of("risk")
    return None if model is None else model.version


def test_models_are_listed_with_figures_use_and_who_stands_for_them(folder: Path) -> None:
    (folder / "risk_table-1.signed.jsonl").write_text("{}\n")
    found = run("list")
    assert found.exit_code == 0, found.output
    first, second = (line for line in found.stdout.splitlines() if "risk_table " in line)
    assert "auc 0.5000" in first
    assert "not asked" in first
    assert "changed" in second
    body = orjson.loads(run("list", "--json").stdout)
    assert [one["version"] for one in body["models"]] == [2, 1]


def test_approval_puts_a_model_to_use_and_retirement_brings_the_one_before_back(folder: Path) -> None:
    assert version_in_use(folder) == 2
    newest = models_in_use(folder).needed("risk")
    assert unproven(newest) is not None
    assert run("sign", "risk_table", "2", "--role", "approval=credit board").exit_code == 0
    assert unproven(models_in_use(folder).needed("risk")) is None
    found = run("sign", "risk_table", "2", "--role", "retirement=credit board", "--json")
    assert orjson.loads(found.stdout)["roles"] == {"approval": "credit board", "retirement": "credit board"}
    assert version_in_use(folder) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("risk_table", "2", "--role", "approval"), "write ROLE=WHO"),
        (("risk_table", "2", "--role", "blessing=the bank"), "unknown roles: blessing"),
        (("risk_table", "3", "--role", "approval=credit board"), "no model file risk_table-3.json"),
        (("../risk", "1", "--role", "approval=credit board"), "cannot name a model"),
    ],
)
def test_what_cannot_be_signed_is_told(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    found = run("sign", *arguments)
    assert found.exit_code != 0
    assert words in found.output + str(found.exception)
    assert not list(folder.glob("*.signed.jsonl"))


def test_a_model_is_signed_over_http_as_by_the_command(folder: Path, tmp_path: Path) -> None:
    with TestClient(create_app(f"sqlite:///{tmp_path / 'none.db'}"), raise_server_exceptions=False) as client:
        done = client.post("/v1/models/risk/2/signatures", json={"roles": {"approval": "credit board"}})
        assert (done.status_code, done.json()["roles"]) == (200, {"approval": "credit board"})
        again = run("sign", "risk_table", "2", "--role", "testing=model risk", "--json")
        told = client.get("/v1/models").json()["models"][0]
        assert told["roles"] == orjson.loads(again.stdout)["roles"]
        assert (told["in_use"], told["unproven"]) == (True, None)
        bad = client.post("/v1/models/risk/2/signatures", json={"roles": {"blessing": "the bank"}})
        assert (bad.status_code, bad.json()["field"]) == (422, "roles")
        gone = client.post("/v1/models/risk/9/signatures", json={"roles": {"approval": "credit board"}})
        assert gone.status_code == 404
