"""All models kept in a folder, each as it is told: one that was changed, or is none, with the reason."""

from collections.abc import Iterator
from pathlib import Path
from re import fullmatch
from typing import Any

from firmgraph.errors import FirmgraphError, InvalidInput, NotFound
from firmgraph.profiling.models.in_use import KINDS, named, unproven
from firmgraph.profiling.models.registry import Kept, find

Place = tuple[str, int]


def kept_models(folder: Path) -> list[dict[str, Any]]:
    """Return what is told of each model file of a folder, by name, the newest version first; none without a folder."""
    places = sorted(_places(folder), key=lambda place: (place[0], -place[1]))
    used = {(named(kind), _version_in_use(folder, named(kind))) for kind in KINDS}
    return [{**_told(folder, place), "in_use": place in used} for place in places]


def _places(folder: Path) -> Iterator[Place]:
    for path in folder.glob("*-*.json"):
        name, _, number = path.stem.rpartition("-")
        if name.isidentifier() and fullmatch(r"[1-9][0-9]{0,8}", number):
            yield name, int(number)


def _version_in_use(folder: Path, name: str) -> int | None:
    """The version that scores clients; none where the newest was changed, for then nobody is scored."""
    try:
        return find(folder, name).version
    except (NotFound, InvalidInput, OSError):
        return None


def _told(folder: Path, place: Place) -> dict[str, Any]:
    name, version = place
    what, _, shape = name.partition("_")
    head = {"name": name, "version": version, "what": what if what in KINDS and shape else None}
    try:
        return {**head, **_figures(find(folder, name, version)), "fault": None}
    except FirmgraphError as error:
        return {**head, "fault": {"code": error.code, "detail": error.detail, "field": error.field}}
    except (OSError, TypeError, ValueError, AttributeError):
        fault = {"code": InvalidInput.code, "detail": f"{name}-{version}.json is no model file", "field": "model"}
        return {**head, "fault": fault}


def _figures(model: Kept) -> dict[str, Any]:
    why = unproven(model)
    return {
        "target": model.target,
        "retired": "retirement" in model.roles,
        "unproven": None if why is None else why.words(),
        "data": model.data,
        "columns": list(model.columns),
        "months": model.context.get("months"),
        **{name: model.metrics.get(name) for name in ("chosen", "metric", "held_out", "later")},
        "roles": dict(model.roles),
    }
