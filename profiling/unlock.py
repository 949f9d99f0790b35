"""The path to approval: the smallest set of changes that opens a lost class; and which unknowns would decide most.

The search uses the very evaluator that judged the case, so that who makes the changes is really offered the class.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from firmgraph.profiling.assessment import Assessor, Panel
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import Eligibility
from firmgraph.profiling.grade import ClientGrade
from firmgraph.profiling.levers import Change, candidates, changed, grade_changes, lever_rules, weight_of
from firmgraph.profiling.one_per_class import Choice, grades_of
from firmgraph.profiling.unlock_bounds import levers_needed, lightest
from firmgraph.profiling.verdict import Verdict

Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Unlock:
    """The changes by which a product of a lost class would be reached."""

    choice: Choice
    product_id: str
    changes: Changes

    def wire(self) -> dict[str, Any]:
        """The body of an unlock."""
        own = self.choice.product_class
        return {
            "class": {"id": own.id, "name": own.name},
            "product_id": self.product_id,
            "changes": [change.wire() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Path:
    """The changes that open a product, and what they weigh together."""

    weight: int
    product_id: str
    changes: Changes

    @property
    def place(self) -> tuple[int, str]:
        """The place among paths of as many changes: the lightest first, then by product id."""
        return self.weight, self.product_id


@dataclass(frozen=True, slots=True)
class Search:
    """The search for changes in a case; `assessed` is what is judged of the case as it is, by product id.

    `panels` are those that judged the case as it would be after some changes, `pools` the changes worth trying.
    """

    case: Case
    assessor: Assessor
    assessed: Mapping[str, Eligibility] = field(default_factory=dict)
    panels: dict[Changes, Panel] = field(default_factory=dict)
    pools: dict[Product, Sequence[Change]] = field(default_factory=dict)

    def unlocks(self, choices: Iterable[Choice], products: Mapping[str, Product]) -> Iterator[Unlock]:
        """Yield, for each lost class that can be opened, the product that the fewest and lightest changes reach.

        Only `products` are proposed, so that none is that the client refused.
        """
        for choice in choices:
            if choice.kept is None:
                members = choice.product_class.members
                found = self.smallest(products[member] for member in members if member in products)
                if found is not None:
                    yield Unlock(choice, found.product_id, found.changes)

    def smallest(self, members: Iterable[Product]) -> Path | None:
        """Return the smallest set of changes that opens any of some products; None if none does.

        Of equally small ones the lightest is told, of equally light ones that of the product with the first id.
        """
        needed = [(product, levers) for product in members if (levers := self._needed(product)) is not None]
        for size in range(1, lever_rules()["most_changes"] + 1):
            near = [(lightest(levers, size), one.product_id, one) for one, levers in needed if len(levers) <= size]
            found = self._first(sorted(near, key=lambda one: one[:2]), size)
            if found is not None:
                return found
        return None

    def _needed(self, product: Product) -> frozenset[str] | None:
        fits = self._is_for(product, self._panel(()).client.grade)
        return levers_needed(self._judged(product, ()), self.assessor, grade_fits=fits)

    def _first(self, near: Iterable[tuple[int, str, Product]], size: int) -> Path | None:
        """The lightest path of so many changes to any product; `near` are the least weights there can be, in order."""
        best: Path | None = None
        for weight, product_id, product in near:
            if best is not None and (weight, product_id) > best.place:
                break
            changes = self._lightest_of(product, size)
            if changes is not None:
                path = Path(_weight(changes), product_id, changes)
                best = path if best is None else min(best, path, key=lambda one: one.place)
        return best

    def path(self, product: Product) -> Changes | None:
        """Return the smallest set of changes that opens a product, the lightest of equally small ones; None if none."""
        found = self.smallest([product])
        return None if found is None else found.changes

    def _lightest_of(self, product: Product, size: int) -> Changes | None:
        """The lightest set of so many changes that opens a product; None if none does."""
        if product not in self.pools:
            self.pools[product] = self.worth_trying(product)
        sets = [one for one in combinations(self.pools[product], size) if len({change.lever for change in one}) == size]
        ordered = sorted(sets, key=lambda one: (_weight(one), [_place(change) for change in one]))
        return next((changes for changes in ordered if self.opens(product, changes)), None)

    def opens(self, product: Product, changes: Sequence[Change]) -> bool:
        """Tell whether a product is open to the case after some changes: the grade is right, and no rule fails."""
        panel = self._panel(changes)
        return self._is_for(product, panel.client.grade) and panel.opens(product)

    def _is_for(self, product: Product, grade: str) -> bool:
        """Tell whether a class may keep a product for a client of a grade: one of that grade or, where the nearest
        lower grade is taken, of any lower one.
        """
        wanted = grades_of(product, self.assessor.table)
        if grade in wanted or not self.assessor.rules.nearest_lower_grade:
            return grade in wanted
        order = self.assessor.table.all
        return not set(order[: order.index(grade)]).isdisjoint(wanted)

    def _panel(self, changes: Sequence[Change]) -> Panel:
        made = tuple(sorted(changes, key=_place)) if changes else ()
        if made not in self.panels:
            self.panels[made] = self.assessor.panel(changed(self.case, made))
        return self.panels[made]

    def _judged(self, product: Product, changes: Sequence[Change]) -> Eligibility:
        if not changes and product.product_id in self.assessed:
            return self.assessed[product.product_id]
        return self._panel(changes).eligibility(product)

    def worth_trying(self, product: Product) -> Sequence[Change]:
        """Return all changes worth trying: those that mend what fails, and what fails once those are made."""
        pool: dict[Change, None] = {}
        for _ in range(lever_rules()["rounds"]):
            made = tuple({change.lever: change for change in reversed(pool)}.values())
            failed = self._judged(product, made).failed
            panel = self._panel(made)
            fresh = dict.fromkeys(candidates(failed, product, panel.case))
            if not self._is_for(product, panel.client.grade):
                fresh |= dict.fromkeys(grade_changes(product, panel.client, self.assessor.table))
            if fresh.keys() <= pool.keys():
                break
            pool |= fresh
        return sorted(pool, key=_place)


def _weight(changes: Iterable[Change]) -> int:
    return sum(weight_of(change.lever) for change in changes)


def _place(change: Change) -> tuple[int, Decimal, str]:
    """The order of changes: as the levers are listed, then the smaller step, then the word."""
    order = list(lever_rules()["levers"])
    if isinstance(change.value, Decimal):
        return order.index(change.lever), abs(change.value - (change.before or 0)), ""
    return order.index(change.lever), Decimal(0), change.value


def information(assessed: Iterable[Eligibility], client: ClientGrade) -> list[dict[str, Any]]:
    """Return each unknown rule, the products it alone leaves undecided (`decides`) and those it touches."""
    decides: Counter[str] = Counter()
    touches: Counter[str] = Counter()
    products = list(assessed)
    for eligibility in products:
        if eligibility.verdict is Verdict.UNKNOWN:
            unknown = set(eligibility.unknown)
            touches.update(unknown)
            decides.update(unknown if len(unknown) == 1 else ())
    if client.verdict is Verdict.UNKNOWN:
        decides["client_asset"] = touches["client_asset"] = sum(e.verdict is not Verdict.FAIL for e in products)
    names = sorted(touches, key=lambda name: (-decides[name], -touches[name], name))
    return [{"unknown": name, "decides": decides[name], "touches": touches[name]} for name in names]
