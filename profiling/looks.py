"""Interest in products from what a client did on pages: looks, decayed by age, shrunk to the client's own mean.

Document 003, behaviour 5 (row 3-17): heat map of page sections, interest score per product.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.risk.days import days_since

_STEP = Decimal("0.000001")
_ZERO, _ONE = Decimal(0), Decimal(1)


def heat_map(rows: Iterable[StoredRecord]) -> dict[str, dict[str, int]]:
    """Return how often each section of each page was acted on; what names no page or section counts under ``""``."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.payload.get("page") or ""][row.payload.get("section") or ""] += 1
    return {page: dict(sorted(sections.items())) for page, sections in sorted(counts.items())}


def interest_scores(rows: Iterable[StoredRecord], day: str, rules: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return the interest in each product looked at, in [0, 1], by the parameters of an interest pack.

    Empirical Bayes in two steps: a product's mean is drawn to the client's, the client's to the prior.
    """
    looks = _looks(rows, day, rules)
    strength, prior = Decimal(str(rules["strength"])), Decimal(rules["prior"])
    mean = _drawn([look for found in looks.values() for look in found], strength, prior)
    return {product: _drawn(found, strength, mean).quantize(_STEP) for product, found in sorted(looks.items())}


def _drawn(looks: Iterable[tuple[Decimal, Decimal]], strength: Decimal, towards: Decimal) -> Decimal:
    """The weighted mean of (weight, engagement) pairs, drawn towards a value as if by so many looks more."""
    pairs = list(looks)
    total = sum((weight for weight, _ in pairs), strength)
    return (sum((weight * found for weight, found in pairs), _ZERO) + strength * towards) / total


def _looks(
    rows: Iterable[StoredRecord], day: str, rules: Mapping[str, Any]
) -> dict[str, list[tuple[Decimal, Decimal]]]:
    """The looks at each product: weight by the age of the session's last event, engagement up to 1."""
    sessions: defaultdict[tuple[str, str], list[StoredRecord]] = defaultdict(list)
    for row in rows:
        if row.payload.get("product_id"):
            session = row.payload.get("session") or str(row.payload["at"])[:10]
            sessions[row.payload["product_id"], session].append(row)
    found: defaultdict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for (product, _), events in sorted(sessions.items()):
        age = min(days_since(str(event.payload["at"]), day) for event in events)
        weight = Decimal(str(round(0.5 ** (age / rules["half_life_days"]), 9)))
        found[product].append((weight, min(_ONE, sum((_engaged(event, rules) for event in events), _ZERO))))
    return found


def _engaged(row: StoredRecord, rules: Mapping[str, Any]) -> Decimal:
    """What an event counts: its weight, in proportion where it has a length and that is stated."""
    event = row.payload["event"]
    weight, whole = Decimal(rules["events"].get(event, "0")), rules["whole_at"].get(event)
    length = _number(row.payload.get("value"))
    if whole is None or length is None:
        return weight
    return weight * max(_ZERO, min(_ONE, length / Decimal(whole)))


def _number(text: str | None) -> Decimal | None:
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
