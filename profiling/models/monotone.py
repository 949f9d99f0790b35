"""The monotone twin of a model: the same learner, bound to signs that are known before, so that its reasons never run
against what a lender knows.

The signs are data: for each column 1 (the risk may only rise with it) or -1 (only fall), each with why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Frame, is_text, numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Fitted, Learner

SIGNS = Path(__file__).parent / "data" / "signs.yaml"
FAMILY = "xgboost"
"""The family of the twin where a family cannot be bound to signs: document 001's."""
BOUND = frozenset({"histogram", "lightgbm", "xgboost"})
STEPS, SLACK = 9, 1e-5


def read_signs(path: Path = SIGNS, columns: Sequence[str] | None = None) -> dict[str, int]:
    """The sign of each column in a file, of the named columns alone where some are named.

    Raise InvalidInput that names a column whose sign is neither 1 nor -1, or of which no reason is told.
    """
    body: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, told in body.items():
        if told.get("sign") not in (1, -1) or not told.get("why"):
            raise InvalidInput(f"{path.name}: {name} needs a sign of 1 or -1 and a reason why", field="signs")
    return {name: int(told["sign"]) for name, told in sorted(body.items()) if columns is None or name in columns}


def twin(learner: Learner, signs: Mapping[str, int]) -> Learner:
    """The learner bound to signs; one whose family cannot be bound has a twin of `FAMILY` in its standard settings."""
    if learner.family in BOUND:
        return replace(learner, monotone=dict(signs))
    kept = {name: value for name, value in learner.settings.items() if name in ("seeds", "evidence", "smoothing")}
    return Learner(FAMILY, kept, learner.bad_weight, dict(signs), learner.seed)


def against(models: Sequence[Fitted], frame: Frame, signs: Mapping[str, int]) -> dict[str, float]:
    """For each column with a sign the share of clients whose contribution runs against it somewhere.

    A client runs through the deciles of the column while all its other columns stay; only columns of numbers can.
    """
    named = [name for name in sorted(signs) if name in frame and not is_text(frame[name])]
    return {name: float(np.mean(_runs_against(models, frame, name, signs[name]))) for name in named}


def _runs_against(models: Sequence[Fitted], frame: Frame, name: str, sign: int) -> npt.NDArray[np.bool_]:
    given = numbers(name, frame[name])
    steps = np.unique(np.nanquantile(given, np.linspace(0, 1, STEPS + 2)))
    place = sorted(frame).index(name)
    by_step = [contributions(models, _moved(frame, name, step)).added[:, place] for step in steps]
    if len(steps) < 2:
        return np.zeros(len(given), np.bool_)
    return np.asarray((sign * np.diff(by_step, axis=0) < -SLACK).any(axis=0))


def _moved(frame: Frame, name: str, value: float) -> dict[str, Any]:
    return {**frame, name: np.full(len(frame[name]), value)}
