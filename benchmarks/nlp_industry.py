"""How often the industry read from a scope, or from a name alone, is the one that people gave.

`python -m benchmarks.nlp_industry FILE` writes the registrations as `firmgraph nlp train-industry` reads them.
"""

import csv
import gzip
import hashlib
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.nlp.industry import IndustryReading, read_industries
from firmgraph.nlp.industry.names import name_features, shipped_name_model
from firmgraph.nlp.text import normal_form

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tests" / "nlp" / "industry" / "labels.jsonl"
TRAINING_LABELS = LABELS.with_name("training-labels.jsonl")
LONG_SCOPE = 30
COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.5)
CLASSES, FOLDS, SHRINKAGE = 44, 5, 2.0
NAME_GOAL = "top-1 at least .65, top-3 at least .84"
SCOPE_GOAL = "top-1 on the division at least .88"


def labelled_rows() -> Iterator[tuple[str, str, str]]:
    """Name, scope and division of the registrations that people labelled, found again by the hash of their text."""
    labels = _labels(LABELS)
    for name, scope in _registrations():
        if (key := _key(name, scope)) in labels:
            yield name, scope, labels.pop(key)


def training_rows() -> Iterator[dict[str, str]]:
    """The registrations to learn from, some with a division; none that is labelled for the test, nor like one."""
    tested, taught = _labels(LABELS), _labels(TRAINING_LABELS)
    rows = [(name, scope, _key(name, scope)) for name, scope in _registrations()]
    names = {normal_form(name) for name, _, key in rows if key in tested}
    scopes = {normal_form(scope) for _, scope, key in rows if key in tested and len(scope) > LONG_SCOPE}
    kept = sorted({
        row for row in rows
        if row[1] not in {"", "N/A"} and row[2] not in tested
        and normal_form(row[0]) not in names and normal_form(row[1]) not in scopes
    })  # fmt: skip
    random.Random(77003).shuffle(kept)
    for name, scope, key in kept:
        division = {"division": taught[key]} if key in taught else {}
        yield {"name": name, "scope": scope, **division}


def _registrations() -> Iterator[tuple[str, str]]:
    path = DATA / "registration" / "registration.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["企业名称"] or "", row["经营范围"] or ""


def _labels(path: Path) -> dict[str, str]:
    """The division of each labelled registration by its hash."""
    return {row["scope_sha256"]: row["division"] for row in map(orjson.loads, path.read_bytes().splitlines())}


def _key(name: str, scope: str) -> str:
    return hashlib.sha256(f"{name}\n{scope}".encode("utf-8", "surrogatepass")).hexdigest()


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
    among = [any(one.division == want for one in r.found) for r, want in zip(both, gold, strict=True)]
    sure = [reading.found[0].confidence if reading.found else 0.0 for reading in both]
    return {
        "registrations": len(rows),
        "top-1, name and scope": round(float(np.mean(right)), 3),
        "top-1 interval": interval(right),
        "top-3, name and scope": round(float(np.mean(among)), 3),
        "top-1, scope alone": round(float(np.mean(_right(alone, gold))), 3),
        "abstained": sum(not reading.found for reading in both),
        **accuracy_by_coverage(sure, right),
        "goal": SCOPE_GOAL,
    }


def by_name() -> Mapping[str, Any]:
    """The class of a company from its name alone: five folds, the `CLASSES` commonest of SMEsD's industry groups.

    Ridge regression on the likeness of names: their own n-grams by rarity, and what the shipped model says of them.
    """
    names, groups = named_groups()
    likeness = _likeness(names)
    scores = np.zeros((len(names), CLASSES))
    fold = _folds(groups)
    for held in range(FOLDS):
        known = fold != held
        scores[~known] = _ridge(likeness[np.ix_(known, known)], likeness[np.ix_(~known, known)], groups[known])
    order = np.argsort(-scores, axis=1, kind="stable")
    first, among = order[:, 0] == groups, (order[:, :3] == groups[:, None]).any(axis=1)
    return {
        "companies": len(names),
        "top-1": round(float(first.mean()), 3),
        "top-1 interval": interval(first),
        "top-3": round(float(among.mean()), 3),
        "top-3 interval": interval(among),
        "goal": NAME_GOAL,
    }


def named_groups() -> tuple[list[str], NDArray[np.int64]]:
    """The companies of the commonest groups by id, each with the rank of its group; its labels together are one."""
    folder = DATA / "sme_graph"
    labels: defaultdict[int, set[str]] = defaultdict(set)
    with (folder / "hyperedges.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "industry":
                labels[int(row["company"])].add(row["group"])
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
        names = {int(row["node"]): row["name"] for row in csv.DictReader(file)}
    group = {node: "、".join(sorted(said)) for node, said in labels.items()}
    counted = sorted(Counter(group.values()).items(), key=lambda one: (-one[1], one[0]))[:CLASSES]
    rank = {name: at for at, (name, _) in enumerate(counted)}
    nodes = sorted(node for node in group if group[node] in rank)
    return [names[node] for node in nodes], np.array([rank[group[node]] for node in nodes])


def _likeness(names: Sequence[str]) -> NDArray[np.float64]:
    """How alike any two names are: the cosine of their n-grams, and of what the shipped model says of each."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer=name_features, sublinear_tf=True).fit_transform(names)
    said = np.array([list(shipped_name_model().divisions(name).values()) for name in names])
    logits = np.log(said + 1e-9)
    return np.asarray((grams @ grams.T).toarray() + 2 * _cosine(np.sqrt(said)) + 2 * _cosine(logits - logits.mean(0)))


def _cosine(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(unit @ unit.T)


def _folds(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """A fold for each row, each group spread evenly, with a fixed seed."""
    fold = np.zeros(len(groups), dtype=np.int64)
    random = np.random.default_rng(0)
    for group in range(CLASSES):
        rows = random.permutation(np.flatnonzero(groups == group))
        fold[rows] = (np.arange(len(rows)) + group) % FOLDS
    return fold


def _ridge(known: NDArray[np.float64], asked: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores of the groups for the names asked."""
    targets = np.eye(CLASSES)[groups]
    shares = targets.mean(axis=0)
    return np.asarray(asked @ np.linalg.solve(known + SHRINKAGE * np.eye(len(known)), targets - shares) + shares)


def run() -> Mapping[str, Mapping[str, Any]]:
    """All figures."""
    return {"Industry of registrations": by_scope(), "Industry from the name alone": by_name()}


def _right(readings: Sequence[IndustryReading], gold: Sequence[str]) -> list[bool]:
    return [
        bool(reading.found) and reading.found[0].division == want for reading, want in zip(readings, gold, strict=True)
    ]


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in training_rows()))
