"""What a firm shows by itself: its capital, its lawsuits, the amounts of its stakes, and (apart) all that is timed."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.sme_graph_links import Links, Matrix, sums
from firmgraph.profiling.models.sme_graph_tables import Year

Columns = dict[str, Numbers]

LOST, SUED_AND_WON, LOAN = 3, 2, 0
"""Results of a lawsuit (the firm was sued and lost; was sued and won), and the causes that are about loans."""
CAUSES: Mapping[str, int] = {"loans": LOAN, "sales": 1, "works": 3, "other_contracts": 5, "company_matters": 9}
RESULTS: Mapping[str, int] = {"won_as_plaintiff": 0, "lost_as_plaintiff": 1, "won_as_defendant": 2, "lost": LOST}
STAKES = ("invest_CC", "invested_CC", "invested_CP")
RECENT = 0


def capital(year: Year) -> Columns:
    """Registered and paid capital in logarithms, and the share that is paid."""
    return {
        "registered_capital": np.log1p(year.registered),
        "paid_capital": np.log1p(year.paid),
        "paid_share": year.paid / year.registered,
    }


def lawsuits(year: Year) -> Columns:
    """The firm's own lawsuits in logarithms by result and cause, and shares of them drawn to a half."""
    told = counted(year)
    columns = {f"lawsuits_{name}": np.log1p(count) for name, count in told.items()}
    sued = told["lost"] + told["won_as_defendant"]
    columns["lawsuits_lost_share"] = (told["lost"] + 1) / (told["all"] + 2)
    columns["lawsuits_sued_share"] = (sued + 1) / (told["all"] + 2)
    return columns


def counted(year: Year) -> Columns:
    """How many lawsuits of each sort a firm has, whatever their age."""
    cause, result = year.lawsuits.told["cause_type"], year.lawsuits.told["result"]
    sorts: dict[str, npt.NDArray[np.bool_]] = {"all": np.ones(len(cause), np.bool_)}
    sorts |= {name: cause == code for name, code in CAUSES.items()}
    sorts |= {name: result == code for name, code in RESULTS.items()}
    sorts["loans_lost"] = sorts["loans"] & sorts["lost"]
    sorts["higher_court"] = year.lawsuits.told["court_level"] > 0
    return {name: _count(year, marked) for name, marked in sorts.items()}


def stakes(year: Year, links: Links) -> Columns:
    """The amounts invested in and by a firm: sum, sum against its capital, largest share and smallest; NaN for none."""
    columns: Columns = {}
    for relation in STAKES:
        amounts = links.amounts[relation][: links.firms]
        total, any_ = sums(amounts), sums(links.relations[relation])[: links.firms] > 0
        largest, smallest = _ends(amounts)
        with np.errstate(invalid="ignore", divide="ignore"):
            told = {
                "sum": np.log1p(total),
                "of_capital": total / year.registered,
                "largest_share": np.where(total > 0, largest / total, np.nan),
                "smallest": np.log1p(smallest),
            }
        columns |= {f"stake_{relation}_{name}": np.where(any_, value, np.nan) for name, value in told.items()}
    return columns


def timed(year: Year) -> Columns:
    """Age and recency, which are counted from the bankruptcy of a bankrupt firm, and so are not known before it."""
    before = year.lawsuits.told["months_before_obs"]
    count = _count(year, np.ones(len(before), np.bool_))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, np.bincount(year.lawsuits.firm, before, len(year.firms)) / count, np.nan)
    first, last = (_extreme(year, sign * before) * sign for sign in (-1, 1))
    recent = _count(year, year.lawsuits.told["time_label"] == RECENT)
    return {
        "months_since_setup": year.months,
        "lawsuits_months_mean": mean,
        "lawsuits_months_nearest": first,
        "lawsuits_months_farthest": last,
        "lawsuits_recent": np.log1p(recent),
    }


def _count(year: Year, marked: npt.NDArray[np.bool_]) -> Numbers:
    return np.bincount(year.lawsuits.firm[marked], minlength=len(year.firms)).astype(np.float64)


def _extreme(year: Year, values: Numbers) -> Numbers:
    found = np.full(len(year.firms), -np.inf)
    np.maximum.at(found, year.lawsuits.firm, values)
    return np.where(np.isfinite(found), found, np.nan)


def _ends(amounts: Matrix) -> tuple[Numbers, Numbers]:
    """The largest and the smallest amount of each row, NaN for a row of none."""
    rows = np.repeat(np.arange(amounts.shape[0]), np.diff(amounts.indptr))
    largest, smallest = (np.full(amounts.shape[0], -sign * np.inf) for sign in (1, -1))
    np.maximum.at(largest, rows, amounts.data)
    np.minimum.at(smallest, rows, amounts.data)
    return np.where(np.isfinite(largest), largest, np.nan), np.where(np.isfinite(smallest), smallest, np.nan)
