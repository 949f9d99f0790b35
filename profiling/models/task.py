"""What a model is to be learned from: the clients that are known, those that come later, the ways that may be tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Frame, Numbers
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import RISK, Folds, Goal, Rows, part


def row_id(client: str, month: str) -> str:
    """The id of the row of a client's month."""
    return f"{client}@{month}"


def months_of(sample: "Sample") -> list[str]:
    """The month of each row of a sample of clients by month."""
    return [one.rpartition("@")[2] for one in sample.ids]


@dataclass(frozen=True, slots=True)
class Sample:
    """Clients with their columns, their labels (NaN where not known) and the segment each belongs to.

    A chance is calibrated for each segment by itself; the interval of a share is as wide as its segment needs. Where a
    client stands several times, as by month, `behind` names the client of each row; None says that each stands once.
    """

    ids: Sequence[str]
    frame: Frame
    y: Numbers
    segments: Sequence[str]
    behind: Sequence[str] | None = None

    def __post_init__(self) -> None:
        """Refuse parts of unlike length."""
        sizes = {len(self.ids), len(self.y), len(self.segments), len(self.clients), *map(len, self.frame.values())}
        if len(sizes) != 1:
            raise InvalidInput("ids, columns, labels and segments are not of one length", field="data")

    @property
    def clients(self) -> Sequence[str]:
        """The client behind each row."""
        return self.ids if self.behind is None else self.behind

    def labelled(self) -> Self:
        """The clients whose label is known."""
        return self.taken(np.flatnonzero(~np.isnan(self.y)))

    def taken(self, rows: Rows) -> Self:
        """The clients at some places."""
        names = {"ids": self.ids, "segments": self.segments, **({"behind": self.behind} if self.behind else {})}
        told: dict[str, Any] = {name: [given[row] for row in rows.tolist()] for name, given in names.items()}
        return replace(self, frame=part(self.frame, rows), y=self.y[rows], **told)


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is learned from, and the goal by which the best way is chosen.

    `known` is learned from, and all choices are made on it; `later` is not seen before the model stands. `blocks` names
    the columns of each block of information, `bundles` blocks that are left out together; `context` is plain JSON that
    the reader of new data will need again.
    """

    name: str
    known: Sample
    later: Sample | None
    learners: Mapping[str, Learner]
    plan: Folds
    goal: Goal = RISK
    most: int = 1
    blocks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    bundles: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def without(self, blocks: Sequence[str]) -> Self:
        """The task without the columns of some blocks or bundles; InvalidInput names one that there is not."""
        if unknown := sorted(set(blocks) - {*self.blocks, *self.bundles}):
            words = f"no block {', '.join(unknown)}, but {', '.join(sorted((*self.blocks, *self.bundles))) or 'none'}"
            raise InvalidInput(words, field="without")
        gone = {one for name in blocks for one in self.bundles.get(name, (name,))}
        left_out = {column for block in gone for column in self.blocks.get(block, ())}
        known, later = (one and _without(one, left_out) for one in (self.known, self.later))
        assert known is not None
        kept = {name: columns for name, columns in self.blocks.items() if name not in gone}
        return replace(self, known=known, later=later, blocks=kept)


def _without(sample: Sample, columns: set[str]) -> Sample:
    return replace(sample, frame={name: values for name, values in sample.frame.items() if name not in columns})
