"""Invented folders of small firms with persons, links, lawsuits and groups, as the reader of firm graphs wants them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from firmgraph.profiling.models.sme_graph_tables import COMPANIES, EDGES, GROUPS, LAWSUITS, NEEDED

Tables = dict[str, list[dict[str, str]]]

BACK = {
    "supervised": "supervise", "executed": "execute", "stakeholderd": "stakeholder", "invested_CP": "invest_CP",
    "invest_CC": "invested_CC", "branch": "branched",
}  # fmt: skip


def invented(splits: Mapping[str, int], seed: int = 1) -> Tables:
    """Firms of each split, numbered on from split to split; those with many persons and lost lawsuits go bankrupt."""
    random, first = np.random.default_rng(seed), 0
    tables: Tables = {name: [] for name in NEEDED}
    for split, count in splits.items():
        for firm in range(first, first + count):
            _add_firm(tables, split, firm, range(first, first + count), random)
        first += count
    return tables


def _add_firm(tables: Tables, split: str, firm: int, among: Sequence[int], random: np.random.Generator) -> None:
    persons = random.choice(len(among), random.integers(0, 3), replace=False) + 10_000 + among[0]
    lost = int(random.poisson(1.0))
    bankrupt = int(random.random() < 1 / (1 + np.exp(1.5 - 1.2 * len(persons) - 0.8 * lost)))
    capital = float(random.integers(1, 50) * 10)
    row = (split, firm, capital, capital * random.choice([0.5, 1.0]), random.integers(20, 200), bankrupt)
    tables[COMPANIES].append(_row((*NEEDED[COMPANIES], "bankrupt"), row))
    for person in persons:
        for relation in random.choice(["supervised", "executed", "stakeholderd", "invested_CP"], 2, replace=False):
            add_edge(tables, split, firm, person, relation, capital / 2)
    if random.random() < 0.4:
        other = int(random.choice([one for one in among if one != firm]))
        add_edge(tables, split, firm, other, str(random.choice(["invest_CC", "branch"])), 30.0)
    for _ in range(lost):
        sued = (split, firm, random.integers(0, 6), random.integers(0, 2), 3, random.integers(0, 60), 0)
        tables[LAWSUITS].append(_row(NEEDED[LAWSUITS], sued))
    for kind, groups in (("industry", "abcd"), ("area", "xyz")):
        tables[GROUPS].append(_row(NEEDED[GROUPS], (split, kind, random.choice(list(groups)), firm)))


def add_edge(tables: Tables, split: str, source: int, target: int, relation: str, weight: float = 1.0) -> None:
    """Add an edge in both directions, as the data set has it."""
    back = {**BACK, **{value: key for key, value in BACK.items()}}[relation]
    tables[EDGES].append(_row(NEEDED[EDGES], (split, source, target, relation, weight)))
    tables[EDGES].append(_row(NEEDED[EDGES], (split, target, source, back, weight)))


def written(tables: Tables, folder: Path) -> Path:
    """Write the tables as CSV files into a folder, which is made, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if rows:
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                lines = csv.DictWriter(file, list(rows[0]))
                lines.writeheader()
                lines.writerows(rows)
    return folder


def _row(names: Sequence[str], values: Sequence[Any]) -> dict[str, str]:
    return {name: str(value) for name, value in zip(names, values, strict=True)}
