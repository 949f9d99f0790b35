"""How often the industry read from a scope, or from a name alone, is the one that people gave."""

import csv
import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.nlp.industry import IndustryReading, read_industries

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tests" / "nlp" / "industry" / "labels.jsonl"
COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.5)
SCOPE_GOAL = "top-1 on the division at least .88"


def labelled_rows() -> Iterator[tuple[str, str, str]]:
    """Name, scope and division of the registrations that people labelled, found again by the hash of their text."""
    labels = {row["scope_sha256"]: row["division"] for row in map(orjson.loads, LABELS.read_bytes().splitlines())}
    path = DATA / "registration" / "registration.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, scope = row["企业名称"], row["经营范围"]
            key = hashlib.sha256(f"{name}\n{scope}".encode("utf-8", "surrogatepass")).hexdigest()
            if key in labels:
                yield name, scope, labels.pop(key)


def interval(right: Sequence[bool] | NDArray[np.bool_], draws: int = 2000) -> tuple[float, float]:
    """The 95 % bootstrap interval of a share, with a fixed seed."""
    values = np.asarray(right, dtype=float)
    picked = np.random.default_rng(0).integers(0, len(values), (draws, len(values)))
    low, high = np.quantile(values[picked].mean(axis=1), (0.025, 0.975))
    return round(float(low), 3), round(float(high), 3)


def accuracy_by_coverage(confidence: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """The accuracy among the surest rows, for each share of rows that is answered."""
    order = np.argsort(-np.asarray(confidence), kind="stable")
    ranked = np.asarray(right, dtype=float)[order]
    return {
        f"accuracy at {share:.0%} coverage": round(float(ranked[: round(share * len(ranked))].mean()), 3)
        for share in COVERAGES
    }


def by_scope() -> Mapping[str, Any]:
    """The division by name and scope, and by scope alone, on the labelled registrations."""
    rows = list(labelled_rows())
    both = [read_industries(scope, name) for name, scope, _ in rows]
    alone = [read_industries(scope) for _, scope, _ in rows]
    gold = [division for *_, division in rows]
    right = _right(both, gold)
    sure = [reading.found[0].confidence if reading.found else 0.0 for reading in both]
    return {
        "registrations": len(rows),
        "top-1, name and scope": round(float(np.mean(right)), 3),
        "top-1 interval": interval(right),
        "top-3, name and scope": round(
            float(np.mean([any(one.division == want for one in r.found) for r, want in zip(both, gold, strict=True)])), 3
        ),
        "top-1, scope alone": round(float(np.mean(_right(alone, gold))), 3),
        "abstained": sum(not reading.found for reading in both),
        **accuracy_by_coverage(sure, right),
        "goal": SCOPE_GOAL,
    }


def _right(readings: Sequence[IndustryReading], gold: Sequence[str]) -> list[bool]:
    return [
        bool(reading.found) and reading.found[0].division == want for reading, want in zip(readings, gold, strict=True)
    ]
