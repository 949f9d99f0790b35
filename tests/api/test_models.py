"""Models over HTTP: judged and watched as the commands do, listed with their faults, and used by a running service."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import uvicorn
from tests.api.trained import CSV, begun, followed, models, service, table
from tests.profiling.models.lived import lived_bank
from typer.testing import CliRunner

from firmgraph.api.app import create_app
from firmgraph.cli.entry import app
from firmgraph.profiling.models.answers import TABLE
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.registry import keep
from firmgraph.profiling.models.training import train

__all__ = ["models"]
DAY = "2025-06-30"


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A model of risk that was learned quickly."""
    folder = tmp_path_factory.mktemp("learned")
    (folder / "table.csv").write_bytes(table(what="risk"))
    task = TABLE.task("risk", folder / "table.csv")
    quick = replace(task, learners={"scorecard": Learner("scorecard", {"ridge": 30.0})})
    return train(quick, folder / "models", {"development": "desk"}, lambda words: None)


@pytest.fixture
def used(models: Path, learned: Any) -> Path:
    """The folder of the models with that one in it."""
    keep(models, learned)
    return models


def printed(folder: Path, *words: str) -> Any:
    found = CliRunner().invoke(app, [*words, "--json"])
    assert found.exit_code == 0, found.output
    return orjson.loads(found.stdout)


def test_the_service_and_the_command_judge_a_model_alike(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_bytes(table(55, what="risk"))
    told = printed(used, "evaluate", "risk", "--data", str(file), "--models", str(used))
    with service(used) as client:
        for query in ({}, {"version": 1}):
            found = client.post("/v1/models/risk/evaluations", content=file.read_bytes(), headers=CSV, params=query)
            assert (found.status_code, found.json()) == (200, told)
    assert told["scored"] == 55 * 24
    assert "auc" in told["figures"]


def test_the_service_and_the_command_watch_a_model_alike(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "months.csv"
    file.write_bytes(table(what="risk"))
    told = printed(
        used, "watch", "--data", str(file), "--model", str(used / "risk_table-1.json"), "--as-of", "2026-01-31"
    )
    with service(used) as client:
        query = {"as_of": "2026-01-31", "version": 1}
        found = client.post("/v1/models/risk/watch", content=file.read_bytes(), headers=CSV, params=query)
    assert (found.status_code, found.json()) == (200, told)
    assert told["compared_with"] == "2023-01"


def test_every_model_file_is_told_and_a_changed_one_with_its_reason(used: Path, learned: Any) -> None:
    keep(used, learned)
    (used / "risk_firms-1.json").write_text("[1, 2]", encoding="utf-8")
    (used / "utilisation_table-2.json").write_text("no model", encoding="utf-8")
    (used / "notes-1.json").mkdir()
    (used / "a b-1.json").write_text("{}", encoding="utf-8")
    path = used / "risk_table-1.json"
    path.write_text(path.read_text(encoding="utf-8").replace("desk", "dusk"), encoding="utf-8")
    with service(used) as client:
        found = client.get("/v1/models")
        assert client.post("/v1/models/risk/evaluations", content=table(), headers=CSV).status_code == 200
        changed = client.post("/v1/models/risk/evaluations", content=table(), headers=CSV, params={"version": 1})
        assert (changed.status_code, changed.json()["field"]) == (422, "model")
    assert found.status_code == 200
    told = {(one["name"], one["version"]): one for one in found.json()["models"]}
    assert list(told) == [
        ("notes", 1), ("risk_firms", 1), ("risk_table", 2), ("risk_table", 1), ("utilisation_table", 2)
    ]  # fmt: skip
    good = told["risk_table", 2]
    assert (good["in_use"], good["fault"], good["what"], good["chosen"]) == (True, None, "risk", "scorecard")
    assert good["held_out"]["clients"] > 0
    assert good["later"]["clients"] > 0
    faults = {place: one["fault"]["detail"] for place, one in told.items() if one["fault"]}
    assert "was changed after it was kept" in faults["risk_table", 1]
    assert all("is no model file" in faults[one] for one in (("risk_firms", 1), ("utilisation_table", 2), ("notes", 1)))
    assert not any(one["in_use"] for place, one in told.items() if place != ("risk_table", 2))


def test_no_models_are_an_empty_list(models: Path) -> None:
    with service(models) as client:
        assert client.get("/v1/models").json() == {"models": []}
    assert not models.exists()


@pytest.mark.parametrize("answer", ["evaluations", "watch"])
def test_what_cannot_be_judged_is_a_problem_and_no_fault(used: Path, answer: str) -> None:
    def told(client: Any, body: bytes, what: str = "risk", **query: Any) -> tuple[int, str]:
        found = client.post(f"/v1/models/{what}/{answer}", content=body, headers=CSV, params=query)
        assert found.headers["content-type"] == "application/problem+json"
        return found.status_code, found.json()["field"]

    with service(used) as client:
        assert told(client, table(), "utilisation") == (404, "name")
        assert told(client, table(), version=7) == (404, "version")
        assert told(client, table(), version=0) == (422, "version")
        assert told(client, table(), "wealth") == (422, "what")
        assert told(client, table(), pages=1) == (422, "pages")
        assert told(client, b"") == (422, "body")
        assert told(client, b"\xff") == (400, "body")
        assert told(client, table(debt_ratio="inf")) == (422, "debt_ratio")
        assert told(client, table().replace(b"debt_ratio", b"dept"))[0] == 422
        assert told(client, b'id,"month\n1,2')[0] == told(client, b"id\n1\n")[0] == 422
        if answer == "watch":
            assert told(client, table(), as_of="2025-02-30") == (422, "as_of")
            assert told(client, table(), pack="none")[0] in (404, 422)


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ({"approval": "desk"}, "… developed the model, so that its approval is for somebody else"),
        ({"owner of zQ9": "me"}, "unknown roles: …; there are development, testing, review, approval, retirement"),
        ({"approval": "zQ9\u202e"}, "who stands for approval is a name of at most 200 characters"),
    ],
)
def test_who_may_not_sign_is_told_without_a_name(used: Path, roles: dict[str, str], told: str) -> None:
    with service(used) as client:
        found = client.post("/v1/models/risk/1/signatures", json={"roles": roles})
        assert (found.status_code, found.json()["detail"]) == (422, told)
        assert client.get("/v1/models").json()["models"][0]["roles"] == {"development": "desk"}
        good = client.post("/v1/models/risk/1/signatures", json={"roles": {"approval": "board"}})
        assert (good.status_code, good.json()["roles"]) == (200, {"development": "desk", "approval": "board"})
        assert client.post("/v1/models/risk/2/signatures", json={"roles": {"approval": "me"}}).status_code == 404


def spoiled(chance: random.Random) -> bytes:
    """A table in which some bytes, cells or columns are others, each with a word that nothing else holds."""
    lines = [line.split(",") for line in table(4, what="risk").decode().splitlines()]
    for _ in range(chance.randint(1, 4)):
        line = chance.choice((lines[0], chance.choice(lines)))
        line[chance.randrange(len(line))] = chance.choice(
            (
                "zQ9",
                "'zQ9'",
                "zQ9\\n",
                '"zQ9',
                "zQ9,zQ9",
                "1e999",
                "-1",
                "2024-13",
                "NaN",
                "",
                "label",
                "２０２４",
                "zQ9" * 50_000,
            )
        )
    body = "\n".join(",".join(line) for line in lines).encode()
    place = chance.randrange(len(body))
    return chance.choice((body, body, body, body[:place], body[:place] + b"\xffzQ9" + body[place:]))


def test_spoiled_tables_are_answered_and_never_repeated(used: Path) -> None:
    chance = random.Random(5)
    statuses: Counter[int] = Counter()
    with service(used) as client:
        for number in range(300):
            path = f"/v1/models/risk/{('evaluations', 'watch')[number % 2]}"
            found = client.post(path, content=spoiled(chance), headers=CSV)
            statuses[found.status_code] += 1
            assert found.status_code < 500, found.text
            assert found.status_code == 200 or "zQ9" not in found.text
    assert {200, 400, 422} == statuses.keys()
    assert statuses[422] > 100


@pytest.fixture
def port(models: Path) -> Iterator[int]:
    """A port of 127.0.0.1 behind which a real server serves a bank whose clients have a history."""
    lived_bank(models.parent).close()
    listener = socket.create_server(("127.0.0.1", 0))
    served = create_app(f"sqlite:///{models.parent / 'bank.db'}")
    server = uvicorn.Server(uvicorn.Config(served, server_header=False, access_log=False, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    end = time.monotonic() + 10
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(15)
    assert not thread.is_alive()


@pytest.mark.slow
def test_a_running_service_learns_from_its_own_clients_and_scores_them(port: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        asked = {"as_of": DAY}
        assert client.get("/v1/prospects", params=asked).status_code == 404
        path = begun(client, "utilisation", b"", **{"from": "2024-06", "to": "2025-02"})
        assert client.get("/readyz").status_code == 200
        body = followed(client, path)
        assert (body["state"], body["data"], body["problem"]) == ("done", "store", None)
        assert any(line.startswith("table: ") and line.endswith(" clients") for line in body["progress"])
        version = body["result"]["version"]
        found = client.get("/v1/prospects", params=asked).json()
        assert found["model"] == {"name": "utilisation_table", "version": version}
        assert any(one["predicted"] is not None for one in found["items"])
        lacking = begun(client, "risk", b"", **{"from": "2025-01", "to": "2025-03"})
        failed = followed(client, lacking)
        assert (failed["state"], failed["problem"]["field"]) == ("failed", "from")
        assert "no label is known yet" in failed["problem"]["detail"]
