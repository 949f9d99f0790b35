"""What every path to a product must pull, told before any is tried: it spares the search most products."""

from collections.abc import Collection

from firmgraph.profiling.assessment import Assessor
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import Ask, Eligibility, asks_of
from firmgraph.profiling.levers import ASSET, lever_rules
from firmgraph.profiling.verdict import Verdict


def levers_needed(assessed: Eligibility, assessor: Assessor, *, grade_fits: bool) -> frozenset[str] | None:
    """Return the levers that any change must pull that opens a product, as it is judged now; None where none opens it.

    A column or named condition that fails can be mended by its own lever alone. An expression, and the capacity that
    hangs on price and term too, may be mended by others, so they need none for certain.
    """
    names, rules = assessed.product.once(_names), lever_rules()
    own = set[str]() if grade_fits else {ASSET}
    for name, result in zip(names, assessed.asked, strict=True):
        if result.verdict is Verdict.FAIL and name in rules["own"]:
            own.add(rules["own"][name])
        elif result.verdict is Verdict.FAIL and name in rules["beyond"]:
            return None
    caps = (result.rule for result in assessed.caps if result.verdict is Verdict.FAIL)
    return None if any(_lasts(cap, assessor) for cap in caps) else frozenset(own)


def lightest(levers: Collection[str], size: int) -> int:
    """Return the least weight of so many changes among which some levers are pulled."""
    weights = {name: int(told["weight"]) for name, told in lever_rules()["levers"].items()}
    return sum(weights[lever] for lever in levers) + (size - len(levers)) * min(weights.values())


def _names(product: Product) -> tuple[str | None, ...]:
    """The name of each column or named condition that a product asks; None for an expression."""
    return tuple(_own_name(ask) for ask in product.once(asks_of))


def _own_name(ask: Ask) -> str | None:
    if ask.condition is None:
        return ask.column
    return None if ask.condition.expression is not None else ask.condition.rule


def _lasts(cap: str, assessor: Assessor) -> bool:
    """Tell whether a cap that leaves too little does so whatever is changed: the need, the bank's limits, no cash."""
    if cap == "capacity":
        return assessor.cash.free == 0
    return cap == "need" or cap in {limit.name for limit in assessor.limits}
