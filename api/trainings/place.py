"""The folder of one training: what was asked, how far it is, how it ended, so that any service can tell."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any, Literal

import orjson
import psutil

from firmgraph.api.trainings.asked import Asked

HOME = ".trainings"
Ended = Literal["done", "failed", "cancelled"]
State = Literal["running", "done", "failed", "cancelled", "broken_off"]
ENDS: Mapping[State, str] = {"done": "result.json", "failed": "problem.json", "cancelled": "cancelled.json"}
"""The file that says how a training ended; first the one that no other undoes."""
SAME_START = 2.0
"""Seconds by which the start of one process may be told differently, for clocks are set."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder under the hidden one of the models' folder, named by the id of the training."""

    folder: Path

    @property
    def models(self) -> Path:
        """The folder of the models, where what was learned is kept at the end."""
        return self.folder.parent.parent

    @property
    def table(self) -> Path:
        """The training table."""
        return self.folder / "table.csv"

    @property
    def work(self) -> Path:
        """The folder of what is not finished: a training begun again goes on from there."""
        return self.folder / "work"

    def is_there(self) -> bool:
        """Tell whether anything was asked here."""
        return (self.folder / "asked.json").exists()

    def asked(self) -> Asked:
        """What was asked."""
        return Asked.from_json((self.folder / "asked.json").read_bytes())

    def open(self, asked: Asked) -> None:
        """Make the folder, or clear it of how the training ended before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write("asked.json", asked.to_json())
        for name in (*ENDS.values(), "process.json", "progress.txt"):
            (self.folder / name).unlink(missing_ok=True)

    def say(self, words: str) -> None:
        """Tell what was done, in a line."""
        with (self.folder / "progress.txt").open("a", encoding="utf-8") as file:
            file.write(f"{words}\n")

    def began(self, pid: int) -> None:
        """Tell which process does the work."""
        told = {"pid": pid, "started": psutil.Process(pid).create_time(), "began": _now()}
        self._write("process.json", orjson.dumps(told))

    def end(self, how: Ended, body: Mapping[str, Any]) -> None:
        """Tell how the training ended; what only serves to go on from where it was is kept unless a model is there."""
        self._write(ENDS[how], orjson.dumps({"ended": _now(), "body": body}, default=str))
        self.table.unlink(missing_ok=True)
        if how == "done":
            rmtree(self.work, ignore_errors=True)

    def state(self) -> State:
        """How the training stands: broken off is one that has not ended though its process is gone."""
        for how, name in ENDS.items():
            if (self.folder / name).exists():
                return how
        return "running" if self.process() is not None else "broken_off"

    def process(self) -> psutil.Process | None:
        """The process that does the work, if it lives."""
        told = self._read("process.json")
        with suppress(psutil.Error, KeyError):
            found = psutil.Process(told["pid"])
            same = abs(found.create_time() - told["started"]) < SAME_START
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        return None

    def body(self) -> dict[str, Any]:
        """What is told of the training."""
        asked, state = self.asked(), self.state()
        ended = self._read(ENDS[state]) if state in ENDS else {}
        return {
            "id": self.folder.name,
            "what": asked.what,
            "data": "table" if asked.first is None else "store",
            "state": state,
            "began": self._read("process.json").get("began"),
            "ended": ended.get("ended"),
            "progress": self._progress(),
            "result": ended.get("body") if state == "done" else None,
            "problem": ended.get("body") if state == "failed" else None,
        }

    def _progress(self) -> list[str]:
        with suppress(FileNotFoundError):
            return (self.folder / "progress.txt").read_text(encoding="utf-8").splitlines()
        return []

    def _read(self, name: str) -> dict[str, Any]:
        with suppress(FileNotFoundError):
            found: dict[str, Any] = orjson.loads((self.folder / name).read_bytes())
            return found
        return {}

    def _write(self, name: str, text: bytes) -> None:
        half = self.folder / f"{name}.half"
        half.write_bytes(text)
        half.replace(self.folder / name)


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
