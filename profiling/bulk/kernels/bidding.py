"""What each product comes to for a row: its verdict, rate and method, and the amount that the caps leave."""

from firmgraph.graph.kernels.arrays import compiled
from firmgraph.profiling.bulk.board import WORD, Goods, Scoring
from firmgraph.profiling.bulk.book import Figures
from firmgraph.profiling.bulk.joined import Joined
from firmgraph.profiling.bulk.kernels.loans import DOUBT, bearable, lent_in_steps
from firmgraph.profiling.bulk.kernels.row import ASKED, CAPACITY, NONE, PRODUCT, UNTOLD, Room
from firmgraph.profiling.bulk.whole import MOST_FEN

FAIL, UNKNOWN, PASS = 0, 1, 2


@compiled
def _judge(row: int, joined: Joined, goods: Goods, room: Room) -> None:
    """Mark the products an ask of which fails for a row, and those an ask of which is not known."""
    room.failing[:] = 0
    room.unsure[:] = 0
    for ask in range(goods.asked.shape[0]):
        said = joined.verdicts[row, ask]
        if said == FAIL:
            for word in range(room.failing.size):
                room.failing[word] |= goods.asked[ask, word]
        elif said == UNKNOWN:
            for word in range(room.unsure.size):
                room.unsure[word] |= goods.asked[ask, word]


@compiled
def _verdict(product: int, room: Room) -> int:
    """Return what the marks say of a product."""
    word, bit = product // WORD, product % WORD
    if (room.failing[word] >> bit) & 1:
        return FAIL
    return UNKNOWN if (room.unsure[word] >> bit) & 1 else PASS


@compiled
def _rate(base: int, product: int, goods: Goods) -> int:
    """Return a base with its spread within the bounds of a product; its own rate where there is no base."""
    if base == NONE:
        return int(goods.alone[product])
    if goods.high[product] != NONE and base > goods.high[product]:
        return int(goods.high[product])
    if goods.low[product] != NONE and base < goods.low[product]:
        return int(goods.low[product])
    return base


@compiled
def _capacity(free: int, months: int, priced: tuple[int, int, float], needed: int, step: int) -> int:
    """Return what free cash bears in whole steps, `NONE` where that is not known, or `DOUBT`.

    Where it is surely less or surely more than what is needed, it need not be known to the step.
    """
    rate, method, cover = priced
    if NONE in (free, rate):
        return NONE
    low, high = lent_in_steps(min(bearable(free, cover, rate, months, method), 4.0 * MOST_FEN), months, step)
    return low if low == high or low > needed else DOUBT


@compiled
def _bound(row: int, product: int, figures: Figures, goods: Goods, own: tuple[int, int]) -> tuple[int, int]:
    """Return the least of the known caps and what it is; of equal ones the earliest counts.

    `own` is what free cash bears and what guarantors answer for, `NONE` where that is not known or does not bind.
    """
    capacity, surety = own
    amount, bound = figures.amount[row], ASKED
    if goods.most[product] != NONE and goods.most[product] < amount:
        amount, bound = goods.most[product], PRODUCT
    if capacity != NONE and capacity < amount:
        amount, bound = capacity, CAPACITY
    if surety != NONE and surety < amount:
        amount, bound = surety, figures.stood[row]
    if figures.named[row] != NONE and figures.common[row] < amount:
        amount, bound = figures.common[row], figures.named[row]
    return amount, bound


@compiled
def bid(row: int, figures: Figures, joined: Joined, board: tuple[Goods, Scoring], room: Room) -> bool:
    """Write what each product comes to for a row; return whether that is sure."""
    goods, scoring = board
    prices = joined.prices
    months = figures.months[row]
    _judge(row, joined, goods, room)
    for product in range(goods.least.size):
        least = goods.least[product]
        stands = figures.stood[row] != NONE and prices.stands[prices.offer[row], product] == 1
        surety = figures.surety[row] if stands else NONE
        room.verdict[product] = _verdict(product, room)
        if NONE < figures.common[row] < least or NONE < surety < least:
            room.verdict[product] = FAIL
        if room.verdict[product] == FAIL:
            continue
        rate = _rate(prices.rates[prices.group[row], goods.kind[product]], product, goods)
        method = prices.methods[prices.wish[row], product]
        needed = max(least, _bound(row, product, figures, goods, (NONE, surety))[0])
        capacity = _capacity(figures.free[row], months, (rate, method, goods.cover[product]), needed, scoring.step)
        if capacity == DOUBT:
            return False
        if capacity != NONE and capacity < least:
            room.verdict[product] = FAIL
            continue
        if capacity == NONE or figures.unsure[row] or (stands and surety == NONE):
            room.verdict[product] = UNKNOWN
        room.rate[product], room.method[product], room.all_in[product] = rate, method, UNTOLD
        room.amount[product], room.bound[product] = _bound(row, product, figures, goods, (capacity, surety))
    return True
