"""What a firm's neighbours show: lawsuits, capital and roles of the firms linked with it or sharing a person."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.sme_graph_links import (
    PERSONAL,
    Links,
    Matrix,
    largest_over,
    mean_over,
    share_of_pairs,
    sums,
)
from firmgraph.profiling.models.sme_graph_own import Columns, counted
from firmgraph.profiling.models.sme_graph_tables import Year

Priors = Mapping[str, float]

PRIOR_WEIGHT = 2.0
STEPS, STAYS = 4, 0.5
TOWARDS = ("invest_CC", "invested_CC", "branch", "branched")
SORTS = ("all", "lost", "loans", "loans_lost")


def shown(year: Year) -> Columns:
    """What the neighbours of a firm may show, a value for each firm."""
    told = counted(year)
    values = {f"lawsuits_{sort}": np.log1p(told[sort]) for sort in SORTS}
    values |= {f"any_{sort}": (told[sort] > 0) * 1.0 for sort in ("all", "lost")}
    return values | {"capital": np.log1p(year.registered), "paid": year.paid / year.registered}


def priors_of(year: Year) -> dict[str, float]:
    """The mean over all firms of what neighbours may show: what is said of a firm of few neighbours is drawn to it."""
    return {name: float(values.mean()) for name, values in shown(year).items()}


def lawsuits_near(year: Year, links: Links, priors: Priors) -> Columns:
    """The mean lawsuits of the firms one step away (linked) and two (sharing a person), and along longer ways."""
    values = {name: one for name, one in shown(year).items() if name not in ("capital", "paid")}
    columns = _means(links, values, priors)
    columns |= _towards(links, {"lawsuits_all": values["lawsuits_all"]}, priors)
    columns |= {f"lawsuits_spread_{sort}": spread(links, values[f"lawsuits_{sort}"]) for sort in ("all", "lost")}
    counts = counted(year)
    columns |= {f"sharing_{sort}_most": largest_over(links.shared, counts[sort]) for sort in ("all", "lost")}
    return columns


def lawsuits_near_counted(year: Year, links: Links) -> Columns:
    """The sum of the lawsuits of the firms one and two steps away, in logarithms: it grows with their number."""
    told = counted(year)
    near = {"linked": links.direct, "sharing": links.shared}
    return {f"{name}_{sort}_sum": np.log1p(near[name] @ told[sort]) for name in near for sort in SORTS}


def firms_near(year: Year, links: Links, priors: Priors) -> Columns:
    """The capital of the firms near, that of a firm against theirs, and whether they are of its industry and area."""
    values = {name: one for name, one in shown(year).items() if name in ("capital", "paid")}
    own = values["capital"]
    rows, others = links.shared.nonzero()
    columns = _means(links, values, priors) | _towards(links, {"capital": own}, priors)
    columns |= {
        "capital_against_sharing": own - mean_over(links.shared, own),
        "capital_against_sharing_most": own - largest_over(links.shared, own),
        "capital_against_linked": own - mean_over(links.direct, own),
        "sharing_firms_larger": share_of_pairs(links.shared, (own[others] > own[rows]) * 1.0),
    }
    for kind in ("industry", "area"):
        groups = year.groups.get(kind, [frozenset()] * len(year.firms))
        columns[f"sharing_same_{kind}"] = _alike(links.shared, groups)
        columns[f"linked_same_{kind}"] = _alike(links.direct, groups)
    return columns


def persons_near(links: Links) -> Columns:
    """The roles that a firm's persons have elsewhere as shares, and its part of all that they invest; NaN for none."""
    holds = links.holds[: links.firms]
    of_person = np.maximum(sums(links.holds, axis=0), 1)
    columns = {
        f"persons_share_{relation}": mean_over(holds, sums(links.relations[relation], axis=0) / of_person)
        for relation in PERSONAL
    }
    invested = links.amounts["invested_CP"]
    every = holds @ sums(invested, axis=0)
    known = every > 0
    part = np.where(known, sums(invested)[: links.firms] / np.where(known, every, 1.0), np.nan)
    return {**columns, "part_of_persons_stakes": part}


def spread(links: Links, values: Numbers) -> Numbers:
    """Values of firms spread over the graph: at each step half is the firm's own, half the mean of its neighbours."""
    whole = links.whole()
    walk = sparse.diags(1 / np.maximum(sums(whole), 1)) @ whole
    start = np.zeros(whole.shape[0])
    start[: links.firms] = values
    at = start
    for _ in range(STEPS):
        at = STAYS * start + (1 - STAYS) * (walk @ at)
    return at[: links.firms]


def _means(links: Links, values: Columns, priors: Priors) -> Columns:
    near = {"linked": links.direct, "sharing": links.shared}
    return {
        f"{place}_{name}": mean_over(near[place], one, priors[name], PRIOR_WEIGHT)
        for place in near
        for name, one in values.items()
    }


def _towards(links: Links, values: Columns, priors: Priors) -> Columns:
    """The mean over the firms that a relation leads to."""
    firms = links.firms
    return {
        f"{relation}_{name}": mean_over(links.relations[relation][:firms, :firms], one, priors[name], PRIOR_WEIGHT)
        for relation in TOWARDS
        for name, one in values.items()
    }


def _alike(near: Matrix, groups: Sequence[frozenset[str]]) -> Numbers:
    """The share of the firms near that have a group in common with the firm."""
    pairs = zip(*near.nonzero(), strict=True)
    return share_of_pairs(near, np.array([float(bool(groups[one] & groups[other])) for one, other in pairs]))
