"""The columns that tell how a client stands with its lines and draws on them, from what was observed by the cut-off."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from firmgraph.graph.risk.days import days_since
from firmgraph.profiling.models.frame_seen import Seen, Value

Column = Callable[[Seen], Value]


def _used(months: int) -> Column:
    def told(seen: Seen) -> Value:
        stood = seen.standing(months)
        return stood.utilisation if stood else None

    return told


def _stood(name: str) -> Column:
    def told(seen: Seen) -> Value:
        stood = seen.standing()
        value = getattr(stood, name) if stood else None
        return None if value is None else float(value)

    return told


def drawn_in_all(seen: Seen) -> Value:
    """All that was drawn against the lines, which may exceed 1."""
    stood = seen.standing()
    return stood.drawn_total / stood.line if stood and stood.line and stood.drawn_total is not None else None


def months_since_draw(seen: Seen) -> Value:
    """Whole months since the last draw, 12 when there was none in a year; unknown where nothing is told."""
    if all(drawn is None for drawn in seen.draws):
        return None
    return float(next((back for back, drawn in enumerate(seen.draws) if drawn), 12))


def draws_in_six(seen: Seen) -> Value:
    """Months of the last six in which something was drawn."""
    told = [drawn for drawn in seen.draws[:6] if drawn is not None]
    return float(sum(drawn > 0 for drawn in told)) if told else None


def used_in_year(seen: Seen) -> Value:
    """The mean of what was drawn of the lines at the ends of the last twelve months, of those told."""
    stood = [seen.standing(back) for back in range(12)]
    told = [one.utilisation for one in stood if one is not None and one.utilisation is not None]
    return sum(told) / len(told) if told else None


def draws_in_year(seen: Seen) -> Value:
    """The share of the last twelve months, of those told, in which something was drawn."""
    told = [drawn for drawn in seen.draws if drawn is not None]
    return sum(drawn > 0 for drawn in told) / len(told) if told else None


def drawn_in_three(seen: Seen) -> Value:
    """What was drawn in the last three months against the lines."""
    stood, told = seen.standing(), [drawn for drawn in seen.draws[:3] if drawn is not None]
    return sum(told) / stood.line if stood and stood.line and told else None


def repaid_a_month(seen: Seen) -> Value:
    """The median share of the balance that was repaid in a month of the last twelve, of those told."""
    shares = sorted(_repaid_shares(seen))
    return shares[len(shares) // 2] if shares else None


def used_if_not_drawn(seen: Seen) -> Value:
    """What would be drawn of the lines in three months when repaid as before and nothing more is drawn."""
    stood, repaid = seen.standing(), repaid_a_month(seen)
    if stood is None or stood.utilisation is None or not isinstance(repaid, float):
        return None
    return stood.utilisation * (1 - repaid) ** 3


def _repaid_shares(seen: Seen) -> Iterator[float]:
    stood = [seen.standing(back) for back in range(13)]
    for (now, before), drawn in zip(pairwise(stood), seen.draws, strict=True):
        if now and before and before.balance and now.balance is not None and drawn is not None:
            yield min(1.0, max(0.0, (before.balance + drawn - now.balance) / before.balance))


def months_on_book(seen: Seen) -> Value:
    """Months since the oldest open account was opened."""
    stood = seen.standing()
    opened = [str(row.payload["opened"]) for row in stood.accounts if "opened" in row.payload] if stood else []
    return days_since(min(opened), seen.day) // 30.4375 if opened else None


DRAWING: Mapping[str, Column] = {
    **{
        column.__name__: column
        for column in (
            drawn_in_all,
            months_since_draw,
            draws_in_six,
            draws_in_year,
            drawn_in_three,
            used_in_year,
            repaid_a_month,
            used_if_not_drawn,
            months_on_book,
        )
    },
    "line": _stood("line"),
    "days_overdue": _stood("days"),
    "utilisation": _used(0),
    **{f"utilisation_{months}": _used(months) for months in (1, 2, 3)},
}
"""The columns of this module by name."""
