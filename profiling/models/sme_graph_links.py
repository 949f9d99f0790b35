"""The links of the firms of one year as sparse matrices: by relation, through persons that firms share, and direct."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from scipy import sparse

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.sme_graph_tables import Year

Matrix = Any
"""A sparse matrix (scipy has no types)."""

PERSONAL: Mapping[str, str] = {
    "supervised": "supervise",
    "executed": "execute",
    "stakeholderd": "stakeholder",
    "invested_CP": "invest_CP",
}
"""What a firm has of a person, with the name of the same edge seen from the person."""
DIRECT = (
    "invest_CC", "invested_CC", "branch", "branched", "loan", "loaned", "deal", "dealed", "rent", "rented",
    "creditor", "creditored",
)  # fmt: skip
"""What a firm is to another firm."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "supervisors": ("supervised",),
    "executives": ("executed",),
    "stakeholders": ("stakeholderd",),
    "persons who invest": ("invested_CP",),
    "firms that invest": ("invest_CC", "invested_CC"),
    "branches": ("branch", "branched"),
    "loans, deals, rents and claims": DIRECT[4:],
}
"""The relations by kind, for what a model loses without one."""


@dataclass(frozen=True, slots=True)
class Links:
    """The nodes of a year, its firms first in their order; `relations` counts, `amounts` weighs the same edges.

    Relations with persons are firm x person, those between firms node x node over `size` firms and firms beyond the
    split; `shared` is 1 where two firms of the split share a person, `direct` where any relation links two firms.
    """

    firms: int
    size: int
    relations: Mapping[str, Matrix]
    amounts: Mapping[str, Matrix]
    holds: Matrix
    shared: Matrix
    direct: Matrix

    @classmethod
    def of(cls, year: Year, without: Collection[str] = ()) -> Self:
        """The links of a year, all relations but those left out."""
        place, person = _nodes(year)
        kept = [relation for relation in (*PERSONAL, *DIRECT) if relation not in without]
        back = {backward: relation for relation, backward in PERSONAL.items()}
        told: dict[str, dict[tuple[int, int], float]] = {relation: {} for relation in kept}
        for (source, target, relation), weight in year.edges.items():
            name, first, second = (back[relation], target, source) if relation in back else (relation, source, target)
            if name in told:
                told[name][place[first], (person if name in PERSONAL else place)[second]] = weight
        size = len(place)
        wide = {name: (size, len(person)) if name in PERSONAL else (size, size) for name in (*PERSONAL, *DIRECT)}
        amounts = {name: _matrix(told.get(name, {}), wide[name]) for name in wide}
        relations = {name: _ones(matrix) for name, matrix in amounts.items()}
        holds = _ones(sum(relations[name] for name in PERSONAL))
        either = sum(relations[name] + relations[name].T for name in DIRECT)
        firms = len(year.firms)
        shared = _ones(_hollow(holds @ holds.T))[:firms, :firms]
        return cls(firms, size, relations, amounts, holds, shared, _ones(_hollow(either))[:firms, :firms])

    def degree(self, relation: str) -> Numbers:
        """How many edges of a relation each firm has."""
        return sums(self.relations[relation])[: self.firms]

    def whole(self) -> Matrix:
        """One square matrix over all nodes, persons last: 1 where any relation links two nodes."""
        either = _ones(sum(self.relations[name] + self.relations[name].T for name in DIRECT))
        return sparse.bmat([[either, self.holds], [self.holds.T, None]], format="csr")


def sums(matrix: Matrix, axis: int = 1) -> Numbers:
    """The sums of the rows (or columns) of a sparse matrix."""
    return np.asarray(matrix.sum(axis=axis), np.float64).ravel()


def mean_over(matrix: Matrix, values: Numbers, prior: float = np.nan, weight: float = 0.0) -> Numbers:
    """The mean over each firm's neighbours, drawn to a prior that weighs like some neighbours; NaN where none is."""
    count = sums(matrix)
    total = matrix @ values + (prior * weight if weight else 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count + weight > 0, total / (count + weight), np.nan)


def largest_over(matrix: Matrix, values: Numbers) -> Numbers:
    """The largest value among each firm's neighbours; NaN where it has none."""
    found = np.full(matrix.shape[0], -np.inf)
    rows, columns = matrix.nonzero()
    np.maximum.at(found, rows, values[columns])
    return np.where(np.isfinite(found), found, np.nan)


def share_of_pairs(matrix: Matrix, said: Numbers) -> Numbers:
    """The share of each firm's neighbours of which something is said, a value for each pair; 0 where it has none."""
    rows, _ = matrix.nonzero()
    count = np.bincount(rows, minlength=matrix.shape[0])
    found: Numbers = np.bincount(rows, weights=said, minlength=matrix.shape[0]) / np.maximum(count, 1)
    return found


def _nodes(year: Year) -> tuple[dict[str, int], dict[str, int]]:
    """The places of firms, those of the split first, and of persons."""
    persons: set[str] = set()
    others: set[str] = set()
    for source, target, relation in year.edges:
        if relation in (*PERSONAL, *PERSONAL.values(), *DIRECT):
            (persons if relation in PERSONAL.values() else others).add(source)
            (persons if relation in PERSONAL else others).add(target)
    firms = [*year.firms, *sorted(others - set(year.firms))]
    return {node: at for at, node in enumerate(firms)}, {node: at for at, node in enumerate(sorted(persons))}


def _matrix(cells: Mapping[tuple[int, int], float], shape: tuple[int, int]) -> Matrix:
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((list(cells.values()), (rows, columns)), shape=shape, dtype=np.float64)


def _ones(matrix: Matrix) -> Matrix:
    found = sparse.csr_matrix(matrix, copy=True)
    found.sort_indices()
    found.data[:] = 1.0
    return found


def _hollow(matrix: Matrix) -> Matrix:
    """The matrix with nothing on its diagonal."""
    found = sparse.csr_matrix(matrix - sparse.diags(matrix.diagonal()))
    found.eliminate_zeros()
    return found
