"""The columns of a client's month in the training table, each from what was observed by the month's last day.

They are the features of a portrait and, beside them, how the client draws on its lines, what it looked at and took.
"""

from collections.abc import Callable, Iterable, Mapping

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.risk.days import days_since
from firmgraph.profiling.features import FEATURES
from firmgraph.profiling.internal import size_of
from firmgraph.profiling.models.frame_drawing import DRAWING, Column
from firmgraph.profiling.models.frame_seen import Seen, Value, table_rules

LOOKS = frozenset({"view", "click", "return"})


def _feature(name: str) -> Column:
    def told(seen: Seen) -> Value:
        value = seen.feature(name).value
        return None if value is None else float(value)

    return told


def industry(seen: Seen) -> Value:
    """The section of the client's industry (GB/T 4754), a letter."""
    code = seen.facts.property("industry")
    return str(code)[:1] if code else None


def region(seen: Seen) -> Value:
    """The client's region, a six-digit code where the registry gives one."""
    found = seen.facts.property("region")
    return str(found) if found else None


def size(seen: Seen) -> Value:
    """The SME size class."""
    return size_of(seen.facts)[0]


def month_of_year(seen: Seen) -> Value:
    """The month of the cut-off, 1 to 12."""
    return float(seen.day[5:7])


def _looked(events: Iterable[str], window: str) -> Column:
    counted = frozenset(events)

    def told(seen: Seen) -> Value:
        rows = _recent(seen, window)
        return None if rows is None else float(sum(row.payload["event"] in counted for row in rows))

    return told


def products_viewed(seen: Seen) -> Value:
    """Products looked at in a quarter."""
    rows = _recent(seen, "quarter")
    found = None if rows is None else {row.payload["product_id"] for row in rows if row.payload.get("product_id")}
    return None if found is None else float(len(found))


def seconds_on_products(seen: Seen) -> Value:
    """Seconds dwelt on product pages in a quarter."""
    rows = _recent(seen, "quarter")
    if rows is None:
        return None
    return float(sum(float(row.payload.get("value") or 0) for row in rows if row.payload["event"] == "dwell"))


def _recent(seen: Seen, window: str) -> list[StoredRecord] | None:
    """The looks of a window, each window being asked about by several columns."""
    return seen.once(_IN[window])


def _in(window: str) -> Callable[[Seen], list[StoredRecord] | None]:
    def recent(seen: Seen) -> list[StoredRecord] | None:
        days = table_rules()["looks"][window]
        looks = seen.looks
        return None if looks is None else [r for r in looks if days_since(str(r.payload["at"]), seen.day) <= days]

    return recent


_IN = {window: _in(window) for window in table_rules()["looks"]}


def deals_taken(seen: Seen) -> Value:
    """Products taken so far; unknown of a firm that is not on the bank's list of clients."""
    return float(len(seen.facts.of("deal"))) if seen.facts.knows("customer") else None


def months_since_deal(seen: Seen) -> Value:
    """Months since a product was last taken; unknown where none was."""
    days = [row.payload["date"] for row in seen.facts.of("deal")]
    return days_since(max(days), seen.day) // 30.4375 if days else None


_OWN: tuple[Column, ...] = (
    industry,
    region,
    size,
    month_of_year,
    products_viewed,
    seconds_on_products,
    deals_taken,
    months_since_deal,
)
COLUMNS: Mapping[str, Column] = {
    **{feature.__name__: _feature(feature.__name__) for feature in FEATURES},
    **{column.__name__: column for column in _OWN},
    **DRAWING,
    "product_searches": _looked(("search",), "quarter"),
    "product_views_in_month": _looked(LOOKS, "month"),
    "product_views_in_quarter": _looked(LOOKS, "quarter"),
}
"""How each column of `data/table.yaml` is told."""


def blocks_of(label: str) -> dict[str, list[str]]:
    """Return the columns that the model of a label learns from, by kind of information."""
    sorts = table_rules()["labels"][label]["learns"]
    found = {
        group: [column for sort in sorts for column in told.get(sort, ())]
        for group, told in table_rules()["groups"].items()
    }
    return {group: columns for group, columns in found.items() if columns}
