"""One product per class: of those of the client's grade the one with most deals, then the lower cost, then the id."""

from firmgraph.graph.kernels.arrays import compiled
from firmgraph.profiling.bulk.board import Goods
from firmgraph.profiling.bulk.kernels.loans import DOUBT, all_in
from firmgraph.profiling.bulk.kernels.row import KEPT, NO_ELIGIBLE, NO_GRADE, NONE, REFUSED, UNTOLD, Room

_DEAREST = 10_000_000


@compiled
def cost(product: int, months: int, room: Room) -> int:
    """Return the all-in rate of a product at its amount in millionths, -1 where there is none, or `DOUBT`."""
    if room.all_in[product] == UNTOLD:
        rate, amount = room.rate[product], room.amount[product]
        told = NONE
        if rate != NONE and amount > 0:
            told = all_in(amount, months, rate, room.method[product], room.paid)
        room.all_in[product] = told
    return int(room.all_in[product])


@compiled
def _stand(first: int, last: int, goods: Goods, grade: int, room: Room) -> tuple[int, int]:
    """Mark the members of a class that are open, of a grade and not refused; return how many are of it, and marked."""
    matching, marked = 0, 0
    for place in range(first, last):
        product = goods.member[place]
        fits = room.verdict[product] != 0 and (goods.grades[product] >> grade) & 1 == 1
        room.standing[product] = fits and not room.refused[product]
        matching += fits
        marked += room.standing[product]
    return matching, marked


@compiled
def _best(first: int, last: int, goods: Goods, months: int, room: Room) -> int:
    """Return the marked member that is preferred, or `DOUBT`."""
    most, tied, best = -1, 0, NONE
    for place in range(first, last):
        product = goods.member[place]
        if room.standing[product]:
            if goods.deals[product] > most:
                most, tied, best = goods.deals[product], 1, product
            elif goods.deals[product] == most:
                tied += 1
    if tied < 2:
        return best
    least = -1
    for place in range(first, last):
        product = goods.member[place]
        if room.standing[product] and goods.deals[product] == most:
            told = cost(product, months, room)
            if told == DOUBT:
                return DOUBT
            price = _DEAREST if told == NONE else told
            if least < 0 or price < least:
                least, best = price, product
    return best


@compiled
def choose(own: int, goods: Goods, client: tuple[int, int, bool], room: Room) -> tuple[int, int]:
    """Return what becomes of a class and the product it keeps, -1 for none, or `DOUBT`.

    `client` is the grade, the term in months, and whether the nearest lower grade that any product is of may stand in.
    """
    grade, months, lower = client
    first, last = goods.class_ptr[own], goods.class_ptr[own + 1]
    eligible = 0
    for place in range(first, last):
        eligible += room.verdict[goods.member[place]] != 0
    if eligible == 0:
        return NO_ELIGIBLE, NONE
    matching, marked = _stand(first, last, goods, grade, room)
    if marked == 0 and lower:
        for below in range(grade - 1, -1, -1):
            found, marked = _stand(first, last, goods, below, room)
            if found > 0:
                break
    if marked == 0:
        return (REFUSED if matching > 0 else NO_GRADE), NONE
    return KEPT, _best(first, last, goods, months, room)
