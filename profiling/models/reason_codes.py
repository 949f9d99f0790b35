"""Why a client is rated as it is: the columns that raise its risk most, each with its value, words and records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml

from firmgraph.errors import InvalidInput
from firmgraph.profiling.features import describe
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.models.coding import Frame
from firmgraph.profiling.models.contributions import Contributions
from firmgraph.profiling.reasons import Reason

MOST, DIGITS = 3, 6
Direction = Literal["raises", "lowers"]
_SAYS = {"raises": ("提高", "raises"), "lowers": ("降低", "lowers")}
_NAMES = Path(__file__).parent / "data" / "column_names.yaml"
OF_RISK = ("风险", "the risk")


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """A column, its value for the client (None: not known), what it adds to the log odds, and that in words."""

    column: str
    value: Any
    contribution: float
    direction: Direction
    reason: Reason

    def wire(self) -> dict[str, Any]:
        """The body of a reason code."""
        told = {"column": self.column, "value": self.value, "contribution": round(self.contribution, DIGITS)}
        return {**told, "direction": self.direction, "reason": self.reason.wire()}


def reason_codes(
    told: Contributions,
    frame: Frame,
    client: int,
    most: int = MOST,
    measured: Mapping[str, Measured] | None = None,
    of: tuple[str, str] = OF_RISK,
) -> list[ReasonCode]:
    """The columns that raise the risk of the client of a row most, at most `most`; equal ones by name.

    A column that adds nothing or lowers the risk is no reason. `measured` brings the records behind a feature, `of` is
    what is predicted where it is not the risk, in Chinese and English.
    """
    found = []
    for place in _raising(told, client)[:most]:
        column = told.columns[place]
        found.append(
            reason_code(
                column, frame[column][client], float(told.added[client, place]), (measured or {}).get(column), of
            )
        )
    return found


def reason_code(
    column: str, value: Any, contribution: float, measured: Measured | None = None, of: tuple[str, str] = OF_RISK
) -> ReasonCode:
    """What one column adds, in words; features of the portrait are told by their description."""
    known = None if value is None or value == "" or value != value else value  # noqa: PLR0124
    direction: Direction = "raises" if contribution > 0 else "lowers"
    (zh, en), says = description(column), _SAYS[direction]
    says_zh, says_en = f"{says[0]}{of[0]}", f"{says[1]} {of[1]}"
    shown = f"{known:.6g}" if isinstance(known, float) else str(known)
    sentence = (
        Reason(f"{zh}未知，{says_zh}", f"{en}: not known, {says_en}")
        if known is None
        else Reason(f"{zh}为 {shown}，{says_zh}", f"{en}: {shown}, {says_en}")
    )
    evidence = measured.evidence if measured else ()
    return ReasonCode(column, known, contribution, direction, Reason(sentence.zh, sentence.en, evidence))


def description(column: str) -> tuple[str, str]:
    """What a column is in Chinese and English: that of the feature or column of this name, else the name itself."""
    return _descriptions().get(column, (column, column))


def read_from() -> Mapping[str, Sequence[str]]:
    """The kinds of records that each column of the training table that is no feature is read from."""
    return {column: group["records"] for group in _names()["read_from"] for column in group["columns"]}


def top(told: Contributions, most: int = MOST) -> list[frozenset[str]]:
    """The names of each client's reason codes."""
    rows = range(len(told.added))
    return [frozenset(told.columns[place] for place in _raising(told, row)[:most]) for row in rows]


def agreement(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> float:
    """The mean Jaccard index of two sets of reasons a client; two that are both empty agree wholly."""
    if not len(first) == len(second) > 0:
        raise InvalidInput("reasons of the same clients are compared, and there must be some", field="clients")
    return float(
        np.mean([len(one & two) / len(one | two) if one | two else 1.0 for one, two in zip(first, second, strict=True)])
    )


def stability(runs: Sequence[Contributions], most: int = MOST) -> float:
    """How alike the reasons of the same clients are over models learned anew: the mean agreement of all pairs."""
    if len(runs) < 2:
        raise InvalidInput("stability compares at least two models", field="runs")
    named = [top(run, most) for run in runs]
    return float(np.mean([agreement(one, two) for one, two in combinations(named, 2)]))


def _raising(told: Contributions, client: int) -> list[int]:
    """The places of the columns that raise the risk, the most first, equal ones by name."""
    added = np.round(told.added[client], DIGITS)
    return [int(place) for place in np.argsort(-added, kind="stable") if added[place] > 0]


@cache
def _descriptions() -> Mapping[str, tuple[str, str]]:
    parts = {name: " ".join(text.split()).partition(": ") for name, text in describe().items()}
    features = {name: (zh, en.rstrip(".")) for name, (zh, colon, en) in parts.items() if colon}
    return {**features, **{name: (zh, en) for name, (zh, en) in _names()["columns"].items()}}


@cache
def _names() -> Mapping[str, Any]:
    told: Mapping[str, Any] = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return told
