"""What a training leaves in its folder: how it stands is told from there, whatever became of its process."""

import os
from pathlib import Path
from typing import Any

import orjson
import pytest
from structlog.testing import capture_logs
from tests.api.trained import models, table

from firmgraph.api.trainings import desk
from firmgraph.api.trainings.asked import Asked
from firmgraph.api.trainings.desk import Trainings
from firmgraph.api.trainings.place import HOME, Place
from firmgraph.api.trainings.work import work
from firmgraph.errors import MissingTool

__all__ = ["models"]
ASKED = Asked("utilisation", (), {"development": "desk"}, "hash")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path / HOME / ASKED.id)
    found.open(ASKED)
    return found


def test_a_question_is_the_same_however_it_is_told() -> None:
    assert Asked.from_json(ASKED.to_json()) == ASKED
    roles = {"testing": "a", "review": "b"}
    assert Asked("risk", (), roles, "hash").id == Asked("risk", (), dict(reversed(roles.items())), "hash").id
    others = [
        Asked("risk", (), {}, "hash"),
        Asked("risk", ("assets",), {}, "hash"),
        Asked("risk", (), {"testing": "a"}, "hash"),
        Asked("risk", (), {}, "other"),
        Asked("risk", (), {}, "hash", "2024-01", "2024-12"),
        Asked("willingness", (), {}, "hash"),
    ]
    assert len({one.id for one in others}) == len(others)


def test_a_process_of_the_same_number_that_is_another_is_not_the_training(place: Place) -> None:
    assert place.state() == "broken_off"
    place.began(os.getpid())
    assert place.state() == "running"
    file = place.folder / "process.json"
    told = orjson.loads(file.read_bytes())
    file.write_bytes(orjson.dumps({**told, "started": told["started"] - 60}))
    assert place.state() == "broken_off"


def test_an_end_is_told_until_the_training_is_begun_again(place: Place) -> None:
    place.began(os.getpid())
    place.say("one")
    place.table.write_bytes(table(1))
    place.end("cancelled", {})
    assert (place.state(), place.body()["progress"], place.table.exists()) == ("cancelled", ["one"], False)
    place.end("done", {"model": "m"})
    assert (place.state(), place.body()["result"], place.body()["problem"]) == ("done", {"model": "m"}, None)
    place.open(ASKED)
    body = place.body()
    assert (body["state"], body["progress"], body["began"], body["ended"]) == ("broken_off", [], None, None)


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (ZeroDivisionError("secret"), 500, "the training met a fault of its own; the log tells more"),
        (MissingTool("xgboost is not at /secret"), 501, "Missing tool"),
    ],
)
def test_a_fault_ends_the_training_and_only_the_log_tells_more(
    place: Place, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, detail: str
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr("firmgraph.api.trainings.work.train", fail)
    place.table.write_bytes(table())
    with capture_logs() as logs:
        work(place)
    body = place.body()
    assert (body["state"], body["problem"]["status"], body["problem"]["detail"]) == ("failed", status, detail)
    assert "secret" not in str((body, logs))
    assert len(logs) == (status == 500)


def test_old_trainings_are_forgotten_and_tables_of_broken_ones(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_TOLD", 3)
    monkeypatch.setattr(Trainings, "_start", lambda *_: pytest.fail("begun"))
    home = models / HOME
    for number in range(6):
        one = Place(home / Asked("risk", (), {}, str(number)).id)
        one.open(Asked("risk", (), {}, str(number)))
        one.table.write_bytes(b"id\n")
        os.utime(one.folder, (number, number))
    with pytest.raises(pytest.fail.Exception):
        Trainings("sqlite://").begin(ASKED)
    left = {path.parent.name for path in home.glob("*/asked.json")}
    assert left == {ASKED.id, *(Asked("risk", (), {}, str(number)).id for number in (3, 4, 5))}
    assert not list(home.rglob("table.csv"))
