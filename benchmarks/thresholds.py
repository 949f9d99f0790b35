"""Capital tables that sum to exactly 25 % and 50 %: judged by the exact rules, and by floating point beside them."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.claims import Claim, FirmClaims, by_holder
from firmgraph.graph.ownership.control import control_line
from firmgraph.graph.ownership.exact import final_shares
from firmgraph.graph.ownership.fix_point import Votes, fallen
from firmgraph.graph.ownership.holdings import WHOLE
from firmgraph.graph.ownership.lines import Line
from firmgraph.packs import RulePack, pack_by_id

FIRM, PERSON, OTHERS, FIRST_BETWEEN = 0, 1, 2, 3
BASIS_POINT = WHOLE // 10_000
PER_CENT = WHOLE // 100


@dataclass(frozen=True, slots=True)
class Table:
    """Who holds what of a firm and of those between it and a person; `chains` are the same stakes by chain."""

    book: dict[int, FirmClaims]
    chains: tuple[tuple[int, ...], ...]


Judge = Callable[[Table, Sequence[Line]], list[bool]]


@dataclass(frozen=True, slots=True)
class Errors:
    """How many of so many tables were judged wrongly under the two packs, exactly and in floating point."""

    tables: int
    exact: int
    floating: int


def _book(stakes: dict[int, dict[int, int]]) -> dict[int, FirmClaims]:
    """Return the claims of stakes by firm and holder; what is left of each firm is others'."""
    found = {}
    for firm, held in stakes.items():
        left = WHOLE - sum(held.values())
        told = {**held, OTHERS: left} if left else held
        found[firm] = FirmClaims(firm, tuple(Claim(holder, firm, stake) for holder, stake in told.items()))
    return found


def quarter_table(chance: random.Random, beside: int = 0) -> Table:
    """Return a table in which the person finally holds 25 % and `beside` parts of 1e-8, directly and by chains."""
    stakes: dict[int, dict[int, int]] = {FIRM: {}}
    chains, left, ways = list[tuple[int, ...]](), WHOLE // 4, chance.randint(0, 4)
    left += beside
    node = FIRST_BETWEEN
    for _ in range(ways):
        # Two stakes of whole basis points, or three of whole per cents, multiply to whole parts of 1e-8.
        step, length = (BASIS_POINT, 2) if chance.random() < 0.6 else (PER_CENT, 3)
        first = chance.randint(1, 24 * PER_CENT // step // ways) * step
        chain = (first, *(chance.randint(1, WHOLE // step) * step for _ in range(length - 1)))
        firm = FIRM
        for stake in chain[:-1]:
            stakes.setdefault(firm, {})[node] = stake
            firm, node = node, node + 1
        stakes[firm] = {PERSON: chain[-1]}
        chains.append(chain)
        left -= _product(chain)
    stakes[FIRM][PERSON] = left
    return Table(_book(stakes), (*chains, (left,)))


def _product(chain: tuple[int, ...]) -> int:
    share = Fraction(1)
    for stake in chain:
        share *= Fraction(stake, WHOLE)
    parts = share * WHOLE
    if parts.denominator != 1:
        raise AssertionError("a chain of whole parts")
    return parts.numerator


def half_table(chance: random.Random, beside: int = 0) -> Table:
    """Return a table in which the person and the firms it controls vote 50 % and `beside` parts of 1e-8."""
    ways = chance.randint(1, 6)
    cuts = sorted(chance.sample(range(1, 5_000), ways))
    votes = [(high - low) * BASIS_POINT for low, high in zip([0, *cuts], [*cuts, 5_000], strict=True)]
    stakes: dict[int, dict[int, int]] = {FIRM: {PERSON: votes[0] + beside}}
    for node, vote in enumerate(votes[1:], FIRST_BETWEEN):
        stakes[FIRM][node] = vote
        stakes[node] = {PERSON: chance.randint(5_001, 10_000) * BASIS_POINT}
    return Table(_book(stakes), tuple((vote,) for vote in votes))


def finally_holds(table: Table, lines: Sequence[Line]) -> list[bool]:
    """Tell whether the person's final share meets each line, as beneficial owners are judged."""
    share = final_shares(table.book, FIRM).of([PERSON])
    return [line.met(share) for line in lines]


def controls(table: Table, lines: Sequence[Line]) -> list[bool]:
    """Tell whether the person controls the firm by each line, as controllers are judged."""
    claims = by_holder(table.book)
    votes = Votes(lambda node: claims.get(node, ()), lambda firm: table.book[firm].total)
    return [FIRM in fallen([PERSON], votes, line) for line in lines]


def floating(table: Table, lines: Sequence[Line]) -> list[bool]:
    """Tell the same in floating point, multiplying along chains and adding up, as naive implementations do."""
    total = 0.0
    for chain in table.chains:
        share = 1.0
        for stake in chain:
            share *= stake / WHOLE
        total += share
    return [total >= float(line.share) if line.included else total > float(line.share) for line in lines]


def errors(tables: Iterable[Table], judge: Judge, packs: Sequence[str], right: Sequence[bool]) -> Errors:
    """Count the tables misjudged under two packs, of which the right answers are given."""
    lines = [_line(pack_by_id(name)) for name in packs]
    count = exact = in_floats = 0
    for table in tables:
        count += 1
        exact += judge(table, lines) != right
        in_floats += floating(table, lines) != right
    return Errors(count, exact, in_floats)


def _line(pack: RulePack) -> Line:
    return control_line(pack) if pack.family == "company-law" else Line.of(pack.parameters["standards"][0])


def errors_at_a_quarter(count: int, seed: int = 25) -> Errors:
    """Return the errors at exactly 25 % under the beneficial-owner packs of 2024 (included) and 2017 (not)."""
    chance = random.Random(seed)
    tables = (quarter_table(chance) for _ in range(count))
    return errors(tables, finally_holds, ("bo-2024-3", "bo-2017-235"), [True, False])


def errors_at_half(count: int, seed: int = 50) -> Errors:
    """Return the errors at exactly 50 % under the company laws of 2018 (included) and 2023 (not)."""
    chance = random.Random(seed)
    tables = (half_table(chance) for _ in range(count))
    return errors(tables, controls, ("company-law-2018", "company-law-2023"), [True, False])


def run(count: int = 100_000) -> dict[str, Errors]:
    """Return the errors at both lines, half of the tables at each."""
    return {"25 %": errors_at_a_quarter(count // 2), "50 %": errors_at_half(count - count // 2)}


if __name__ == "__main__":
    for at, told in run().items():
        print(f"{at}: {told.tables} tables, {told.exact} errors, {told.floating} in floating point")
