"""What models read of clients, kept without the records it was told by: a book of clients has room in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from firmgraph.profiling.models.coding import Frame
from firmgraph.profiling.models.frame_columns import COLUMNS
from firmgraph.profiling.models.frame_seen import Seen, Value, table_rules
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.task import Sample


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client's columns by name, and the segment it belongs to."""

    subject: str
    segment: str
    told: Mapping[str, Value]


def row_of(seen: Seen, models: Iterable[Kept]) -> ClientRow:
    """Return the columns of a client that some models read, each worked out once."""
    names = {name: None for model in models for name in model.context["columns"]}
    segment = seen.once(COLUMNS[table_rules()["segment"]])
    return ClientRow(seen.past.subject, str(segment or "unknown"), {name: seen.once(COLUMNS[name]) for name in names})


def sample_of(model: Kept, rows: Sequence[ClientRow]) -> Sample:
    """Return clients as a model reads them, their labels not known."""
    frame: Frame = {name: [one.told[name] for one in rows] for name in model.context["columns"]}
    unknown = np.full(len(rows), np.nan)
    return Sample([one.subject for one in rows], frame, unknown, [one.segment for one in rows])
