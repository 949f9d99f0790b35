"""The shapes of data that models are learned from and judged on, each with what reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import invoices, lines, sme_graph, table
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.task import Sample, Task


@dataclass(frozen=True, slots=True)
class Reader:
    """A shape of data: its name, how it is recognised, what each model learns from it, and how clients are read.

    `read` takes the context that the model was kept with.
    """

    name: str
    recognised: Callable[[Path], bool]
    tasks: Mapping[str, Callable[[Path], Task]]
    read: Callable[[Path, Mapping[str, Any]], Sample]

    def sample(self, path: Path, kept: Kept) -> Sample:
        """The clients that a model is asked of, with its columns: others of the data it was not to learn from."""
        found = self.read(path, kept.context)
        return replace(found, frame={name: values for name, values in found.frame.items() if name in set(kept.columns)})

    def task(self, what: str, path: Path) -> Task:
        """What a model is learned from; InvalidInput where this shape of data does not tell it."""
        if what not in self.tasks:
            told = ", ".join(sorted(self.tasks))
            raise InvalidInput(f"{path} tells of {told}, not of {what}", field="data")
        return replace(self.tasks[what](path), name=self.model(what))

    def model(self, what: str) -> str:
        """The name under which a model that learned from this shape of data is kept."""
        return f"{what}_{self.name}"


READERS: tuple[Reader, ...] = (
    Reader(
        "table",
        table.recognised,
        {kind: partial(table.task_of, name=kind) for kind in ("risk", "willingness", "utilisation")},
        table.sample_of,
    ),
    Reader("lines", lines.recognised, {"utilisation": lines.task_of}, lines.sample_of),
    Reader("firms", sme_graph.recognised, {"risk": sme_graph.task_of}, sme_graph.sample_of),
    Reader("invoices", invoices.recognised, {"risk": invoices.task_of}, invoices.sample_of),
)


def reader_of(path: Path, readers: tuple[Reader, ...] = READERS) -> Reader:
    """The reader of a file or folder; InvalidInput where its shape is none that is known."""
    if not path.exists():
        raise InvalidInput(f"{path}: there is no such file or folder", field="data")
    for reader in readers:
        if reader.recognised(path):
            return reader
    raise InvalidInput(f"{path} is no data that models are learned from", field="data")
