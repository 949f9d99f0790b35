"""The answers about a model that command and service share: what was learned, how it is judged, how it is watched."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firmgraph.packs import RulePack
from firmgraph.profiling.models.in_use import unproven
from firmgraph.profiling.models.judging import judged, not_learned_from
from firmgraph.profiling.models.readers import READERS, Reader
from firmgraph.profiling.models.registry import Kept, find
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.task import Sample
from firmgraph.profiling.models.watch import watch
from firmgraph.profiling.models.watch_lines import read_lines
from firmgraph.profiling.models.watch_table import read_watch_table

TABLE = next(reader for reader in READERS if reader.name == "table")
"""What reads the training table: only models that learned from one can be asked of the clients of a store."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A model with the clients it was asked of, and what is told of it: the figures of those it has not seen."""

    model: Kept
    sample: Sample
    body: Mapping[str, Any]


def learned(kept: Kept) -> dict[str, Any]:
    """Return what is told of a model just learned: version, hash of its data, all figures, why it is not yet asked."""
    why = unproven(kept)
    head = {"model": kept.name, "version": kept.version, "data": kept.data}
    return {**head, **kept.metrics, "unproven": None if why is None else why.words()}


def evaluate(reader: Reader, data: Path, what: str, folder: Path, version: int | None = None) -> Evaluation:
    """Judge a kept model on clients it has not seen; those whose outcome is not known are only scored.

    Raises NotFound where the folder has no such model, InvalidInput or UnreadableFile for data it cannot be asked of.
    """
    model = find(folder, reader.model(what), version)
    sample = reader.sample(data, model)
    new = not_learned_from(model, sample)
    told = new.labelled()
    figures = judged(model.target, told, scored(model, told)) if told.ids else {}
    counts = {"scored": len(sample.ids), "learned_from": len(sample.ids) - len(new.ids)}
    body = {"model": model.name, "version": model.version, **counts, "figures": figures}
    return Evaluation(model, sample, body)


def watched(model: Kept, data: Path, pack: RulePack, base: Path | None = None) -> dict[str, Any]:
    """Return the signs of a model in use by the lines of a pack; compared is with the clients of `base`.

    Without it the first month is. Raises InvalidInput or UnreadableFile that names line and column of the data.
    """
    lines = read_lines(pack)
    compared = None if base is None else read_watch_table(base, model, lines)
    return watch(model, read_watch_table(data, model, lines), pack, compared).wire()
