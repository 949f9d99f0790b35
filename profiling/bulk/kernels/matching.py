"""The match of the rows of a book, one after another."""

from firmgraph.graph.kernels.arrays import compiled
from firmgraph.profiling.bulk.board import Goods, Scoring
from firmgraph.profiling.bulk.book import Figures
from firmgraph.profiling.bulk.joined import Joined
from firmgraph.profiling.bulk.kernels.bidding import bid
from firmgraph.profiling.bulk.kernels.choosing import choose, cost
from firmgraph.profiling.bulk.kernels.loans import DOUBT
from firmgraph.profiling.bulk.kernels.row import NONE, Found, Room
from firmgraph.profiling.bulk.kernels.scoring import score


@compiled
def _insert(row: int, count: int, product: int, points: int, found: Found) -> None:
    """Put a product among those of a row, the best first, of equal ones the first by id."""
    place = count
    while place > 0:
        before, other = found.score[row, place - 1], found.product[row, place - 1]
        if before > points or (before == points and other < product):
            break
        found.score[row, place], found.product[row, place] = before, other
        place -= 1
    found.score[row, place], found.product[row, place] = points, product


@compiled
def _explore(row: int, count: int, goods: Goods, scoring: Scoring, found: Found) -> None:
    """Move the best offer of few deals up to the exploration slot, where none stands so high."""
    place = scoring.place
    if place < 0:
        return
    for early in range(min(place + 1, count)):
        if goods.deals[found.product[row, early]] <= scoring.few:
            return
    for late in range(place + 1, count):
        product, points = found.product[row, late], found.score[row, late]
        if goods.deals[product] <= scoring.few:
            for back in range(late, place, -1):
                found.product[row, back], found.score[row, back] = (
                    found.product[row, back - 1],
                    found.score[row, back - 1],
                )
            found.product[row, place], found.score[row, place] = product, points
            return


@compiled
def _refuse(row: int, joined: Joined, room: Room, refused: bool) -> None:
    """Mark the products that the client of a row does not want, or take the marks off."""
    listed = joined.refused
    for place in range(listed.ptr[row], listed.ptr[row + 1]):
        if listed.product[place] != NONE:
            room.refused[listed.product[place]] = refused


@compiled
def _offer(row: int, figures: Figures, joined: Joined, board: tuple[Goods, Scoring], room: Room, found: Found) -> bool:
    """Write the offers of a row; return whether they are sure."""
    goods, scoring = board
    if not bid(row, figures, joined, board, room):
        return False
    months, count = figures.months[row], 0
    client = figures.grade[row], months, scoring.lower
    for own in range(goods.class_ptr.size - 1):
        found.dropped[row, own], product = choose(own, goods, client, room)
        if product == DOUBT or (product != NONE and cost(product, months, room) == DOUBT):
            return False
        if product != NONE:
            _insert(row, count, product, score(row, product, figures, joined, board, room), found)
            count += 1
    _explore(row, count, goods, scoring, found)
    for place in range(count):
        product = found.product[row, place]
        found.amount[row, place], found.bound[row, place] = room.amount[product], room.bound[product]
        found.rate[row, place], found.all_in[row, place] = room.rate[product], room.all_in[product]
        found.verdict[row, place] = room.verdict[product]
    return True


@compiled
def match_rows(
    rows: tuple[int, int], figures: Figures, joined: Joined, board: tuple[Goods, Scoring], room: Room, found: Found
) -> None:
    """Write what is found of the rows from one up to another; those in doubt already are left out."""
    for row in range(rows[0], rows[1]):
        if not found.doubt[row]:
            _refuse(row, joined, room, True)
            found.doubt[row] = not _offer(row, figures, joined, board, room, found)
            _refuse(row, joined, room, False)
