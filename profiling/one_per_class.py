"""One product per class: of those whose grade equals the client's, the most often taken (rows 4-11 to 4-17)."""

from collections.abc import Mapping
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
_DEAREST = Decimal(10)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What decides inside a class: the client's grade, the table of grades, deals, and an option."""

    grade: str
    table: GradeTable
    deals: Mapping[str, int]
    nearest_lower_grade: bool = False


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
    return tuple(map(table.english, product.grades)) or tuple(rule.grade for rule in table.grades)


def choose(product_class: ProductClass, assessed: Mapping[str, Eligibility], ballot: Ballot) -> Choice:
    """Return what becomes of a class on a case: at most one of its products is kept."""
    eligible = [assessed[member] for member in product_class.members if assessed[member].verdict is not Verdict.FAIL]
    ids = tuple(e.product.product_id for e in eligible)
    if not eligible:
        return Choice(product_class, ids, (), dropped_reason=NO_ELIGIBLE_PRODUCT)
    matching = [e for e in eligible if ballot.grade in grades_of(e.product, ballot.table)]
    standing = matching or (_of_lower_grade(eligible, ballot) if ballot.nearest_lower_grade else [])
    x = tuple(e.product.product_id for e in matching)
    if not standing:
        return Choice(product_class, ids, x, dropped_reason=NO_PRODUCT_OF_GRADE)
    ranked = sorted(standing, key=lambda e: _preference(e.product, ballot))
    return Choice(product_class, ids, x, ranked[0], None, _duel(ranked, eligible, ballot))


def _of_lower_grade(eligible: list[Eligibility], ballot: Ballot) -> list[Eligibility]:
    order = [rule.grade for rule in ballot.table.grades]
    for grade in reversed(order[: order.index(ballot.grade)]):
        found = [e for e in eligible if grade in grades_of(e.product, ballot.table)]
        if found:
            return found
    return []


def all_in_cost(product: Product) -> Decimal:
    """Return the yearly cost by which a tie is decided: the product's lowest rate; an unstated rate is dearest."""
    return _DEAREST if product.rate_min is None else product.rate_min


def _preference(product: Product, ballot: Ballot) -> tuple[int, Decimal, str]:
    return -ballot.deals.get(product.product_id, 0), all_in_cost(product), product.product_id


def _duel(ranked: list[Eligibility], eligible: list[Eligibility], ballot: Ballot) -> Duel:
    winner = ranked[0].product
    if len(ranked) > 1:
        return _between(winner, ranked[1].product, ballot)
    others = sorted((e.product for e in eligible if e.product is not winner), key=lambda p: _preference(p, ballot))
    if not others:
        return Duel(winner.product_id, None, "only_eligible_product", "1")
    grades = "/".join(grades_of(others[0], ballot.table))
    return Duel(winner.product_id, others[0].product_id, "grade", "/".join(grades_of(winner, ballot.table)), grades)


def _between(winner: Product, runner_up: Product, ballot: Ballot) -> Duel:
    (deals, cost, _), (other_deals, other_cost, _) = _preference(winner, ballot), _preference(runner_up, ballot)
    if deals != other_deals:
        return Duel(winner.product_id, runner_up.product_id, "deals", str(-deals), str(-other_deals))
    if cost != other_cost:
        return Duel(winner.product_id, runner_up.product_id, "all_in_cost", f"{cost:f}", f"{other_cost:f}")
    return Duel(winner.product_id, runner_up.product_id, "product_id", winner.product_id, runner_up.product_id)
