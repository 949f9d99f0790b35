"""One product per class: of those whose grade equals the client's, the most often taken (rows 4-11 to 4-17)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.classes import ProductClass
from firmgraph.profiling.eligibility import Eligibility
from firmgraph.profiling.grade import GradeTable
from firmgraph.profiling.verdict import Verdict

NO_PRODUCT_OF_GRADE = "no_product_of_grade"
NO_ELIGIBLE_PRODUCT = "no_eligible_product"
REFUSED_BY_CLIENT = "refused_by_client"
_DEAREST = Decimal(10)
Preference = tuple[int, Decimal, str]


@dataclass(frozen=True, slots=True)
class Ballot:
    """What decides inside a class: the client's grade, the table of grades, deals, costs, and an option.

    `cost` gives the all-in annual cost of a product; it is asked only to break a tie of deals. `refused` are products
    that the client does not want.
    """

    grade: str
    table: GradeTable
    deals: Mapping[str, int]
    cost: Callable[[str], Decimal | None]
    nearest_lower_grade: bool = False
    refused: frozenset[str] = frozenset()

    def ranked(self, standing: Iterable[Eligibility]) -> list[tuple[Preference, Eligibility]]:
        """Return eligible products in order of preference: most deals, the lower cost where deals tie, then the id."""
        found = {one.product.product_id: one for one in standing}
        deals = {product_id: self.deals.get(product_id, 0) for product_id in found}
        tied = Counter(deals.values())
        order = sorted((-deals[name], self._cost(name, tied[deals[name]]), name) for name in found)
        return [(preference, found[preference[2]]) for preference in order]

    def _cost(self, product_id: str, tied: int) -> Decimal:
        """The cost where it has to break a tie; one that is not known is dearest."""
        cost = self.cost(product_id) if tied > 1 else None
        return _DEAREST if cost is None else cost


@dataclass(frozen=True, slots=True)
class Duel:
    """Who won a class against whom, and the fact that decided."""

    winner: str
    runner_up: str | None
    fact: str
    winner_value: str
    runner_up_value: str | None = None

    def wire(self) -> dict[str, Any]:
        """The body of a duel."""
        other = "" if self.runner_up_value is None else f" against {self.runner_up_value}"
        return {
            "winner": self.winner,
            "runner_up": self.runner_up,
            "deciding_fact": f"{self.fact}: {self.winner_value}{other}",
            "fact": self.fact,
            "winner_value": self.winner_value,
            "runner_up_value": self.runner_up_value,
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """What became of a class: its eligible members, those of the client's grade, the one kept or why it dropped out."""

    product_class: ProductClass
    eligible: tuple[str, ...]
    matching: tuple[str, ...]
    kept: Eligibility | None = None
    dropped_reason: str | None = None
    duel: Duel | None = None

    @property
    def duplicates_removed(self) -> int:
        """How many products of a kept class are not recommended beside the one that is."""
        return len(self.eligible) - 1 if self.kept else 0

    def wire(self) -> dict[str, Any]:
        """The body of a class."""
        return {
            "id": self.product_class.id,
            "name": self.product_class.name,
            "members": list(self.product_class.members),
            "eligible": list(self.eligible),
            "matching": list(self.matching),
            "kept": self.kept.product.product_id if self.kept else None,
            "x": len(self.matching),
            "dropped_reason": self.dropped_reason,
        }


def grades_of(product: Product, table: GradeTable) -> tuple[str, ...]:
    """Return the grades a product is for; one that states none is for all."""
    return tuple(map(table.english, product.grades)) if product.grades else table.all


def choose(product_class: ProductClass, assessed: Mapping[str, Eligibility], ballot: Ballot) -> Choice:
    """Return what becomes of a class on a case: at most one of its products is kept."""
    eligible = [assessed[member] for member in product_class.members if assessed[member].verdict is not Verdict.FAIL]
    ids = tuple(e.product.product_id for e in eligible)
    if not eligible:
        return Choice(product_class, ids, (), dropped_reason=NO_ELIGIBLE_PRODUCT)
    matching = [e for e in eligible if ballot.grade in grades_of(e.product, ballot.table)]
    wanted = [e for e in matching if e.product.product_id not in ballot.refused]
    lower = _of_lower_grade(eligible, ballot) if ballot.nearest_lower_grade and not wanted else []
    standing = wanted or [e for e in lower if e.product.product_id not in ballot.refused]
    x = tuple(e.product.product_id for e in matching)
    if not standing:
        return Choice(product_class, ids, x, dropped_reason=REFUSED_BY_CLIENT if matching else NO_PRODUCT_OF_GRADE)
    ranked = ballot.ranked(standing)
    return Choice(product_class, ids, x, ranked[0][1], None, _duel(ranked, eligible, ballot))


def _of_lower_grade(eligible: list[Eligibility], ballot: Ballot) -> list[Eligibility]:
    order = [rule.grade for rule in ballot.table.grades]
    for grade in reversed(order[: order.index(ballot.grade)]):
        found = [e for e in eligible if grade in grades_of(e.product, ballot.table)]
        if found:
            return found
    return []


def _duel(ranked: list[tuple[Preference, Eligibility]], eligible: list[Eligibility], ballot: Ballot) -> Duel:
    if len(ranked) > 1:
        return _between(ranked[0][0], ranked[1][0])
    winner = ranked[0][1].product
    others = ballot.ranked(e for e in eligible if e.product is not winner)
    if not others:
        return Duel(winner.product_id, None, "only_eligible_product", "1")
    beaten = others[0][1].product
    grades = "/".join(grades_of(winner, ballot.table)), "/".join(grades_of(beaten, ballot.table))
    return Duel(winner.product_id, beaten.product_id, "grade", *grades)


def _between(winner: Preference, runner_up: Preference) -> Duel:
    (deals, cost, name), (other_deals, other_cost, other) = winner, runner_up
    if deals != other_deals:
        return Duel(name, other, "deals", str(-deals), str(-other_deals))
    if cost != other_cost:
        return Duel(name, other, "all_in_cost", f"{cost:f}", f"{other_cost:f}")
    return Duel(name, other, "product_id", name, other)
