"""The score of an offer in millionths: each part rounded, then their weighted sum, as the single match rounds them."""

from firmgraph.graph.kernels.arrays import compiled
from firmgraph.profiling.bulk.board import Goods, Scoring
from firmgraph.profiling.bulk.book import Figures
from firmgraph.profiling.bulk.joined import Joined
from firmgraph.profiling.bulk.kernels.rounding import half_even
from firmgraph.profiling.bulk.kernels.row import NONE, Room

_ALL = 1_000_000


@compiled
def _price(rate: int, scoring: Scoring) -> int:
    """Return what a rate scores between the worst and the best."""
    if rate == NONE:
        return scoring.unknown
    above = min(max(scoring.worst - rate, 0), scoring.worst - scoring.best)
    return half_even(above * _ALL, scoring.worst - scoring.best)


@compiled
def _tags(row: int, product: int, figures: Figures, joined: Joined, unknown: int) -> int:
    """Return what tags score: the industry's fit decides, else the greatest weight of a tag wanted."""
    parts = joined.parts
    industry, unstated = parts.industry[row], parts.by_industry.shape[0] - 1
    if industry == unstated and not figures.tagged[row]:
        return unknown
    return int(max(parts.by_industry[industry, product], parts.wanted[row, parts.wanting[product]]))


@compiled
def _interest(row: int, product: int, joined: Joined, unknown: int) -> int:
    """Return the client's interest in a product."""
    listed = joined.interest
    for place in range(listed.ptr[row], listed.ptr[row + 1]):
        if listed.product[place] == product:
            return int(listed.number[place])
    return unknown


@compiled
def score(row: int, product: int, figures: Figures, joined: Joined, board: tuple[Goods, Scoring], room: Room) -> int:
    """Return the score of a product at what it comes to for a row."""
    _, scoring = board
    parts = joined.parts
    amount = min(room.amount[product], figures.amount[row])
    told = (
        parts.by_purpose[parts.purpose[row], product],
        half_even(amount * _ALL, figures.amount[row]),
        parts.by_months[parts.months[row], product],
        _price(room.rate[product], scoring),
        _tags(row, product, figures, joined, scoring.unknown),
        parts.by_risk[parts.risk[row], product],
        parts.speed[product],
        scoring.unknown if figures.demand[row] == NONE else figures.demand[row],
        _interest(row, product, joined, scoring.unknown),
    )
    whole = 0
    for place in range(len(told)):
        whole += scoring.weights[place] * told[place]
    return half_even(whole, _ALL)
