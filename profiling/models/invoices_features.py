"""What invoices tell of a firm: volume, kinds of goods by tax rate, concentration, regularity, reversals and margin.

Amounts are told as logarithms of yuan. Void invoices count in their rate only, red ones (negative) reduce what is sold.
"""

from collections.abc import Mapping

import numpy as np

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.invoices_file import SIDES, Invoices, Ledgers
from firmgraph.profiling.models.selection import Rows

MONTHS = 36
"""How many whole months before the last one are looked at month by month."""
_STEP = 10_000.0
Measures = dict[str, float]

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "volume": ("amount", "number", "monthly", "upper", "last_year", "months_10k", "months_100k"),
    "rates": ("rate",),
    "concentration": ("top", "hhi", "largest", "partners"),
    "regularity": ("active", "gap", "volatility", "trend", "since", "last_half"),
    "reversals": ("void", "negative", "returned"),
    "ties": ("lasting", "new"),
}
"""The measures of one side of invoices by kind of information."""
BOTH = ("profit", "loss_months", "together")


def columns(block: str, side: str) -> list[str]:
    """The columns of a block for a side."""
    return [f"{side}_{name}" for name in BLOCKS[block]]


def features(ledgers: Ledgers) -> dict[str, list[float]]:
    """Return the columns of all firms, a value a firm, NaN where its invoices do not tell."""
    rows = []
    for place in range(len(ledgers.firms)):
        sides = {side: ledgers.sides[side][place] for side in SIDES}
        row = {
            f"{side}_{name}": value
            for side, own in sides.items()
            for name, value in measures(own, ledgers.last).items()
        }
        rows.append({**row, **_both(*(_monthly(_valid(sides[side]), ledgers.last) for side in ("sales", "purchases")))})
    return {name: [row[name] for row in rows] for name in rows[0]}


def measures(invoices: Invoices, last: int) -> Measures:
    """Return the measures of one side of a firm, looked at from the last month that is told of."""
    valid = _valid(invoices)
    series = _monthly(valid, last)
    told = {**_volume(valid, series), "void": _ratio(invoices.void.sum(), len(invoices.void))}
    if not len(valid.net):
        return told | dict.fromkeys(_names() - set(told), float("nan"))
    return {**told, **_kind(valid), **_regularity(valid, series, last), **_partners(valid)}


def _names() -> set[str]:
    return {name for block in BLOCKS.values() for name in block}


def _valid(invoices: Invoices) -> Invoices:
    return invoices.taken(np.flatnonzero(~invoices.void))


def _monthly(valid: Invoices, last: int) -> Numbers:
    """What was invoiced in each of the months before the last, which may not be whole."""
    place = valid.month - (last - MONTHS)
    inside = (place >= 0) & (place < MONTHS)
    return np.bincount(place[inside], (valid.net + valid.tax)[inside], MONTHS).astype(np.float64)


def _volume(valid: Invoices, series: Numbers) -> Measures:
    return {
        "amount": _log(float((valid.net + valid.tax).sum())),
        "number": float(np.log1p(len(valid.net))),
        "monthly": float(np.log1p(np.maximum(series, 0)).mean()),
        "upper": _log(float(np.quantile(series, 0.75))),
        "last_year": _log(float(series[-12:].sum())),
        "months_10k": float((series > _STEP).mean()),
        "months_100k": float((series > 10 * _STEP).mean()),
    }


def _kind(valid: Invoices) -> Measures:
    positive = valid.net > 0
    gross = valid.net + valid.tax
    sold, returned = float(gross[positive].sum()), -float(gross[~positive].sum())
    return {
        "rate": _ratio(valid.tax[positive].sum(), valid.net[positive].sum()),
        "largest": _ratio(gross.max(), sold) if sold else float("nan"),
        "negative": float((~positive).mean()),
        "returned": _ratio(returned, sold),
    }


def _regularity(valid: Invoices, series: Numbers, last: int) -> Measures:
    busy = np.flatnonzero(series > 0)
    late, before = (max(float(part.sum()), 0.0) for part in (series[-12:], series[-24:-12]))
    return {
        "active": len(busy) / MONTHS,
        "gap": float(np.diff(busy).max() - 1) if len(busy) > 1 else float("nan"),
        "volatility": _ratio(series.std(), max(float(series.mean()), 1.0)),
        "trend": float(np.log((late + _STEP) / (before + _STEP))),
        "since": float(last - valid.month.max()),
        "last_half": float((series[-6:] > 0).mean()),
    }


def _partners(valid: Invoices) -> Measures:
    names, partner = np.unique(valid.partner, return_inverse=True)
    gross = valid.net + valid.tax
    amounts = np.maximum(np.bincount(partner, gross, len(names)), 0)
    shares = amounts / max(float(amounts.sum()), 1.0)
    middle = (int(valid.month.min()) + int(valid.month.max()) + 1) // 2
    late = (valid.month >= middle) & (gross > 0)
    known = np.isin(partner, partner[valid.month < middle])
    return {
        "partners": float(np.log1p(len(names))),
        "top": float(shares.max()),
        "hhi": float((shares**2).sum()),
        "lasting": float(shares[_months_of(partner, valid.month, len(names)) >= 4].sum()),
        "new": _ratio(gross[late & ~known].sum(), gross[late].sum()),
    }


def _months_of(partner: Rows, month: Rows, size: int) -> Rows:
    """In how many months each partner was invoiced."""
    pairs = np.unique(np.stack([partner, month]), axis=1)
    return np.bincount(pairs[0], minlength=size)


def _both(sales: Numbers, purchases: Numbers) -> Measures:
    """The surplus of sales over purchases, in how many months there was none, and whether the two go together."""
    surplus = float(sales.sum() - purchases.sum())
    sold, bought = (np.log1p(np.maximum(series, 0)) for series in (sales, purchases))
    flat = float(sold.std()) == 0 or float(bought.std()) == 0
    return {
        "profit": float(np.sign(surplus) * np.log1p(abs(surplus) / _STEP)),
        "loss_months": float((sales < purchases).mean()),
        "together": float("nan") if flat else float(np.corrcoef(sold, bought)[0, 1]),
    }


def _log(amount: float) -> float:
    return float(np.log1p(max(amount, 0.0)))


def _ratio(part: float | np.floating, whole: float | np.floating) -> float:
    return float(part) / float(whole) if whole else float("nan")
