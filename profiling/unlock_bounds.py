"""What every path to a product must pull, told before any is tried: it spares the search most products."""

from collections.abc import Collection

from firmgraph.profiling.assessment import Assessor
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import Ask, Eligibility, asks_of
from firmgraph.profiling.levers import ASSET, lever_rules, weight_of
from firmgraph.profiling.verdict import Verdict


def levers_needed(assessed: Eligibility, assessor: Assessor, *, grade_fits: bool) -> frozenset[str] | None:
    """Return the levers that any change must pull that opens a product, as it is judged now; None where none opens it.

    A column or named condition that fails can be mended by its own lever alone. An expression, and the capacity that
    hangs on price and term too, may be mended by others, so they need none for certain.
    """
    asked, (beyond, own) = assessed.asked, assessed.product.once(_places)
    for place in beyond:
        if asked[place].verdict is Verdict.FAIL:
            return None
    if any(result.verdict is Verdict.FAIL and _lasts(result.rule, assessor) for result in assessed.caps):
        return None
    levers = [lever for place, lever in own if asked[place].verdict is Verdict.FAIL]
    return frozenset(levers if grade_fits else (*levers, ASSET))


def lightest(levers: Collection[str], size: int) -> int:
    """Return the least weight of so many changes among which some levers are pulled."""
    least = min(map(weight_of, lever_rules()["levers"]))
    return sum(map(weight_of, levers)) + (size - len(levers)) * least


Places = tuple[tuple[int, ...], tuple[tuple[int, str], ...]]


def _places(product: Product) -> Places:
    """Where among what a product asks stands what no lever moves, and what has a lever of its own, with it."""
    rules, names = lever_rules(), [_own_name(ask) for ask in product.once(asks_of)]
    beyond = tuple(place for place, name in enumerate(names) if name in rules["beyond"])
    return beyond, tuple((place, rules["own"][name]) for place, name in enumerate(names) if name in rules["own"])


def _own_name(ask: Ask) -> str | None:
    """The name of a column or a named condition; None for an expression."""
    if ask.condition is None:
        return ask.column
    return None if ask.condition.expression is not None else ask.condition.rule


def _lasts(cap: str, assessor: Assessor) -> bool:
    """Tell whether a cap that leaves too little does so whatever is changed: the need, the bank's limits, no cash."""
    if cap == "capacity":
        return assessor.cash.free == 0
    return cap == "need" or cap in {limit.name for limit in assessor.limits}
