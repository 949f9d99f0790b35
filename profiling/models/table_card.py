"""The card of a model that learned from a bank's own training table, judged on the later months of that table."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_later import (
    auc_lost,
    chosen_learners,
    error_added,
    judged_later,
    later_margins,
    later_of,
)
from firmgraph.profiling.models.card_source import Judged, Words
from firmgraph.profiling.models.card_twin import twin_on_later
from firmgraph.profiling.models.in_use import unproven
from firmgraph.profiling.models.monotone import read_signs
from firmgraph.profiling.models.registry import Kept, data_hash
from firmgraph.profiling.models.table import task_of
from firmgraph.profiling.models.task import Sample, Task, months_of
from firmgraph.profiling.models.watch_lines import FAMILY, read_lines

WORDS = Path(__file__).parent / "data" / "table_card.yaml"


def table_card(folder: Path, data: Path, kept: Kept) -> list[Path]:
    """Write NAME-VERSION.md, its Chinese twin and their plots into a folder, and return their paths.

    `data` is the table that the model learned from; InvalidInput for another one. Raises MissingTool where a library to
    learn or draw with is not installed.
    """
    what = kept.name.partition("_")[0]
    task = _learned_from(task_of(data, what), kept)
    signs = read_signs(columns=sorted(task.known.frame)) if what == "risk" else {}
    return write_card(
        folder, f"{kept.name}-{kept.version}", kept, known_of(task, kept, signs), _words(what, task, kept)
    )


def known_of(task: Task, kept: Kept, signs: Mapping[str, int]) -> Judged:
    """What is known of a model on the later months: drift, ablation and, of a chance, groups and a twin by `signs`."""
    later, chosen = later_of(task), chosen_learners(kept, task.learners)
    months = months_of(later)
    if kept.target != "binary":
        return judged_later(task, kept, months, metric="MAE", ablation=error_added(task, chosen))
    blocks = {block.replace("_", " "): named for block, named in task.blocks.items()}
    columns = sorted(task.known.frame)
    return judged_later(
        task,
        kept,
        months,
        ablation=auc_lost(later, columns, blocks, lambda named: later_margins(task, chosen, named)),
        groups=_groups(later),
        twin=twin_on_later(task, chosen, signs, {kept.metrics["chosen"]: chosen[0]}) if signs else None,
    )


def _learned_from(task: Task, kept: Kept) -> Task:
    """The task as the model was learned from it, less the blocks it was learned without; InvalidInput for another."""
    gone = [block for block, columns in task.blocks.items() if not set(columns) & set(kept.columns)]
    found = task.without(gone)
    if data_hash(found.known.frame, found.known.y) != kept.data:
        raise InvalidInput(f"this is not the table that {kept.name} {kept.version} was learned from", field="data")
    return found


def _groups(later: Sample) -> dict[str, list[str]]:
    """The clients by age, size and region, where the model reads them."""
    lines = read_lines(pack_by_id(FAMILY))
    found = {"size": list(later.segments)}
    if lines.age_column in later.frame:
        found["age"] = [lines.age_band(str(years)) or "unknown" for years in later.frame[lines.age_column]]
    if "region" in later.frame:
        found["region"] = [str(one or "unknown") for one in later.frame["region"]]
    return found


def _words(what: str, task: Task, kept: Kept) -> Words:
    told, months, later = _told(), kept.context["months"], later_of(task)
    sizes = [len(set(task.known.clients)), len(task.known.ids)]
    after = [len(set(later.clients)), len(later.ids)]
    known, late = (months[part] for part in ("known", "later"))
    figures = [kept.context["label"], *sizes, known[0], known[-1], *after, late[0], late[-1]]
    why = unproven(kept)
    limits = [*told["limits"], *([why.words()] if why else [])]
    return {
        **told,
        "title": _filled(told["titles"][what], (kept.name, kept.version)),
        "purpose": told["purposes"][what],
        "data": _filled(told["data"], figures),
        "limits": limits,
        "of": told["of"][what],
        **told["called"][what],
    }


def _filled(words: Mapping[str, str], figures: Sequence[Any]) -> dict[str, str]:
    return {language: text.format(*figures) for language, text in words.items()}


@cache
def _told() -> Mapping[str, Any]:
    body: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return body
