"""Firms of several years with their links, lawsuits and groups, read from a folder of CSV files (SMEsD).

The folder holds companies.csv and edges.csv, and where it is known lawsuits.csv and hyperedges.csv; a split is a year.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.coding import Numbers

COMPANIES, EDGES, LAWSUITS, GROUPS = "companies.csv", "edges.csv", "lawsuits.csv", "hyperedges.csv"
NEEDED: Mapping[str, tuple[str, ...]] = {
    COMPANIES: ("split", "company", "registered_capital", "paid_capital", "months_since_setup"),
    EDGES: ("split", "src", "dst", "relation", "weight"),
    LAWSUITS: ("split", "company", "cause_type", "court_level", "result", "months_before_obs", "time_label"),
    GROUPS: ("split", "kind", "group", "company"),
}
SUED = ("cause_type", "court_level", "result", "months_before_obs", "time_label")

Row = Mapping[str, str]
Line = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class Lawsuits:
    """Lawsuits of the firms of a split: the place of the firm, and a column for each of `SUED`."""

    firm: np.ndarray
    told: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Year:
    """The firms of one split: capital in 10,000 yuan, months since set-up, label (NaN where not known), and the rest.

    `edges` maps source, target and relation to the weight; `groups` names for each kind the groups of each firm.
    """

    firms: Sequence[str]
    registered: Numbers
    paid: Numbers
    months: Numbers
    y: Numbers
    edges: Mapping[tuple[str, str, str], float]
    lawsuits: Lawsuits
    groups: Mapping[str, Sequence[frozenset[str]]]

    def keys(self) -> list[str]:
        """What tells a firm when it comes again in another split: its number with its capital and its age."""
        told = zip(self.firms, self.registered, self.paid, self.months, strict=True)
        return ["|".join((firm, *map(str, rest))) for firm, *rest in told]


def recognised(path: Path) -> bool:
    """Tell whether a path is a folder of firms in splits with their edges."""
    return all((path / name).is_file() and set(NEEDED[name]) <= _header(path / name) for name in (COMPANIES, EDGES))


def years_of(path: Path) -> dict[str, Year]:
    """Return the firms of each split; InvalidInput names the file and line of what cannot be, or a firm said twice."""
    lines = {name: list(_lines(path / name, NEEDED[name])) for name in NEEDED}
    splits = sorted({row["split"] for _, row in lines[COMPANIES]})
    if not splits:
        raise InvalidInput(f"{COMPANIES} has no firms", field="data")
    return {
        split: _year({name: [line for line in told if line[1]["split"] == split] for name, told in lines.items()})
        for split in splits
    }


def without_repeats(known: Year, later: Year) -> list[int]:
    """Return the places of the firms of a later year that are not among those known: no firm is judged by itself."""
    seen = set(known.keys())
    return [place for place, key in enumerate(later.keys()) if key not in seen]


def _year(lines: Mapping[str, Sequence[Line]]) -> Year:
    firms = sorted(lines[COMPANIES], key=lambda line: line[1]["company"])
    names = [row["company"] for _, row in firms]
    place = {name: at for at, name in enumerate(names)}
    if len(place) < len(names):
        twice = next(row["company"] for at, (_, row) in enumerate(firms) if place[row["company"]] != at)
        raise InvalidInput(f"{COMPANIES}: the firm {twice} is said twice in one split", field="company")
    told = {name: _column(COMPANIES, firms, name) for name in NEEDED[COMPANIES][2:]}
    if (low := np.flatnonzero((told["registered_capital"] <= 0) | (told["paid_capital"] < 0))).size:
        raise InvalidInput(f"{COMPANIES} line {firms[low[0]][0]}: the capital must be above 0", field="capital")
    return Year(
        names,
        told["registered_capital"],
        told["paid_capital"],
        told["months_since_setup"],
        _labels(firms),
        _edges(lines[EDGES]),
        _lawsuits(lines[LAWSUITS], place),
        _groups(lines[GROUPS], place),
    )


def _labels(firms: Sequence[Line]) -> Numbers:
    if unknown := next((line for line, row in firms if row.get("bankrupt", "") not in ("", "0", "1")), None):
        raise InvalidInput(f"{COMPANIES} line {unknown}: bankrupt is neither 0 nor 1 nor empty", field="bankrupt")
    return np.array([float(row.get("bankrupt") or "nan") for _, row in firms])


def _edges(lines: Sequence[Line]) -> dict[tuple[str, str, str], float]:
    """The weight of each edge; one that is said again counts once, with its largest weight."""
    weights = _column(EDGES, lines, "weight").tolist()
    told = [(row["src"], row["dst"], row["relation"]) for _, row in lines]
    # Sorted, the largest weight of an edge comes last and stays.
    return dict(sorted(zip(told, weights, strict=True)))


def _lawsuits(lines: Sequence[Line], place: Mapping[str, int]) -> Lawsuits:
    own = [line for line in lines if line[1]["company"] in place]
    firm = np.array([place[row["company"]] for _, row in own], np.int64)
    return Lawsuits(firm, {name: _column(LAWSUITS, own, name) for name in SUED})


def _groups(lines: Sequence[Line], place: Mapping[str, int]) -> dict[str, list[frozenset[str]]]:
    kinds = sorted({row["kind"] for _, row in lines})
    found: dict[str, list[set[str]]] = {kind: [set() for _ in place] for kind in kinds}
    for _, row in lines:
        if row["group"] and row["company"] in place:
            found[row["kind"]][place[row["company"]]].add(row["group"])
    return {kind: [frozenset(groups) for groups in of_kind] for kind, of_kind in found.items()}


def _column(file: str, lines: Sequence[Line], name: str) -> Numbers:
    return np.array([_number(file, line, name, row[name]) for line, row in lines], np.float64)


def _number(file: str, line: int, name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidInput(f"{file} line {line}: {name} is not a number: {text!r}", field=name) from error
    if not np.isfinite(value):
        raise InvalidInput(f"{file} line {line}: {name} must be finite: {text}", field=name)
    return value


def _lines(path: Path, needed: Sequence[str]) -> Iterator[Line]:
    """The rows of a file with their line; none where a file that need not be is not there."""
    if not path.is_file() and path.name not in (COMPANIES, EDGES):
        return
    if lacking := sorted(set(needed) - _header(path)):
        raise InvalidInput(f"{path.name}: columns missing: {', '.join(lacking)}", field="data")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                yield line, {name: (value or "").strip() for name, value in row.items() if name}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path.name}: cannot be read as CSV: {error}", field="data") from error


def _header(path: Path) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return set(next(csv.reader(file), ()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return set()
