"""How a client of the invented economy uses its line from month to month: need, draws, repayment, stress, arrears.

The use of a line comes back to a level of the firm's own, which moves with its trade, season, debts and needs; arrears
are likelier under debt, suits, guarantees, high use and stress. All of it follows from the seed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from random import Random
from typing import Any

from firmgraph.graph.world.actors import Firm
from firmgraph.graph.world.sheet import TODAY
from firmgraph.graph.world.words import read

STEP = 1_000
LINE_STEP = 100_000
OVER = 180


@dataclass(frozen=True, slots=True)
class Burden:
    """What weighs on a firm since which days (ISO): suits against it, enforcements, guarantees given."""

    sued: tuple[str, ...] = ()
    enforced: tuple[str, ...] = ()
    guarantees: tuple[str, ...] = ()

    def since(self, name: str, day: str) -> int:
        """Return 1 when any such burden lies on the firm by a day, else 0."""
        return int(any(one <= day for one in getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Habits:
    """What is the client's own and does not move: trade, level of use, habit of drawing, share repaid, line in yuan."""

    sector: Mapping[str, Any]
    use: float
    habit: float
    repaid: float
    line: int
    debt: Mapping[int, float]
    revenue: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Month:
    """A client's month: money in yuan, `need` and `stress` are latent, `days` the days overdue at its end."""

    end: date
    need: float
    stress: float
    drawn: int
    drawn_total: int
    balance: int
    due: int
    paid: int
    late: int
    days: int
    overdue: int
    sales: int


@dataclass(frozen=True, slots=True)
class Past:
    """A client with its months, the latest last."""

    habits: Habits
    burden: Burden
    months: list[Month]


def month_ends(months: int) -> list[date]:
    """Return the last days of so many months, the last of them today's."""
    firsts = [TODAY.year * 12 + TODAY.month - back for back in range(months - 1, -1, -1)]
    return [date(after // 12, after % 12 + 1, 1) - timedelta(days=1) for after in firsts]


def draw_habits(rng: Random, firm: Firm, years: range) -> Habits:
    """Return the habits of a client, with its debt ratio and revenue of each year; the firm's own are the latest."""
    rules = read("history")
    sectors, yearly = rules["sectors"], rules["yearly"]
    low, high = rules["line_of_revenue"]
    debt, revenue = 1 - firm.net_assets / firm.assets, float(firm.revenue)
    debts, revenues = {}, {}
    for year in reversed(years):
        debts[year], revenues[year] = debt, round(revenue)
        debt = min(0.95, max(0.1, debt + rng.gauss(0, yearly["debt_spread"])))
        revenue /= max(0.6, 1 + yearly["growth"] + rng.gauss(0, yearly["growth_spread"]))
    return Habits(
        sector=sectors.get(firm.trade.sector, sectors["default"]),
        use=rng.gauss(0, 1),
        habit=rng.gauss(0, 1),
        repaid=rng.uniform(*rules["repaid"]),
        line=max(LINE_STEP, round(firm.revenue * rng.uniform(low, high) / LINE_STEP) * LINE_STEP),
        debt=debts,
        revenue=revenues,
    )


def live(rng: Random, habits: Habits, burden: Burden, ends: list[date], after: Month | None = None) -> Iterator[Month]:
    """Yield the months of a client that end on some days, `after` a month or from the first of its account."""
    rules, start = read("history"), after or _opening(rng, habits, ends[0])
    need, stress, balance, drawn_total = start.need, start.stress, start.balance, start.drawn_total
    unpaid, days = start.overdue, start.days
    for end in ends:
        before, need = need, rules["need"]["kept"] * need + rng.gauss(0, rules["need"]["spread"])
        stress = rules["stress"]["kept"] * stress + rng.gauss(0, rules["stress"]["spread"])
        interest = round(balance * 0.05 / 12)
        owed = _money(balance * habits.repaid)
        days = _arrears(rng, days, _strain(habits, burden, end, (stress, balance / habits.line)))
        paid = 0 if days else owed + interest + unpaid
        unpaid = unpaid + owed + interest if days else 0
        balance -= 0 if days else owed
        drawn = 0 if days else _draw(rng, habits, balance, end, (before, need, stress))
        balance, drawn_total = balance + drawn, drawn_total + drawn
        late = days or _late(rng, stress)
        sales = _sales(rng, habits, end, stress)
        yield Month(end, need, stress, drawn, drawn_total, balance, owed + interest, paid, late, days, unpaid, sales)


def _opening(rng: Random, habits: Habits, end: date) -> Month:
    """How a client stands when its account is opened, before its first month."""
    balance = _money(habits.line * _part(_level(habits, end, 0.0, 0.0)) * rng.uniform(0.4, 1.0))
    drawn_total = _money(balance * rng.uniform(1, 2.5))
    return Month(end, 0.0, 0.0, 0, drawn_total, balance, 0, 0, 0, 0, 0, 0)


def high_season(habits: Habits, end: date) -> float:
    """Return how much above the year's mean a month is, as a share; the low months are below."""
    high, rise = habits.sector["high"], habits.sector["rise"]
    return float(rise if end.month in high else -rise * len(high) / (12 - len(high)))


def _level(habits: Habits, end: date, need: float, stress: float) -> float:
    rules, ahead = read("history")["level"], end + timedelta(days=31)
    size = log(habits.line) - log(1_000_000)
    found = rules["base"] + habits.sector["shift"] + rules["firm"] * habits.use + rules["size"] * size
    found += rules["debt"] * (_of_year(habits.debt, end) - 0.5) + rules["season"] * high_season(habits, ahead)
    return float(found + rules["stress"] * stress + rules["need"] * need)


def _draw(rng: Random, habits: Habits, balance: int, end: date, state: tuple[float, float, float]) -> int:
    """What is drawn in a month, in whole thousands; never more than is free of the line."""
    rules = read("history")["draw"]
    before, need, stress = state
    gap = _part(_level(habits, end, need, stress)) - balance / habits.line
    odds = rules["base"] + rules["firm"] * habits.habit + rules["need"] * before + rules["gap"] * gap
    wants = rng.random() < _part(odds + rules["season"] * high_season(habits, end))
    share = max(rules["least"], gap * rng.uniform(*rules["spread"]))
    return min(_money(habits.line * share), (habits.line - balance) // STEP * STEP) if wants else 0


def _strain(habits: Habits, burden: Burden, end: date, state: tuple[float, float]) -> float:
    """The log odds of getting into arrears in a month."""
    rules, day = read("history")["arrears"], end.isoformat()
    stress, use = state
    found = rules["base"] + rules["stress"] * stress + rules["use"] * use
    found += rules["debt"] * (_of_year(habits.debt, end) - 0.5)
    return float(found + sum(rules[name] * burden.since(name, day) for name in ("sued", "enforced", "guarantees")))


def _arrears(rng: Random, days: int, strain: float) -> int:
    """The days overdue at a month's end: begun, grown by a month, or cured."""
    rules = read("history")["arrears"]
    if not days:
        return rng.randint(*rules["first_days"]) if rng.random() < _part(strain) else 0
    cured = rng.random() < (rules["cure"] if days <= 60 else rules["late_cure"] if days <= OVER else 0)
    return 0 if cured else days + 30


def _late(rng: Random, stress: float) -> int:
    rules = read("history")["late"]
    return rng.randint(*rules["days"]) if rng.random() < _part(rules["base"] + rules["stress"] * stress) else 0


def _sales(rng: Random, habits: Habits, end: date, stress: float) -> int:
    rules = read("history")["turnover"]
    shaken = rules["stress"] * max(0.0, stress) + rng.gauss(0, rules["noise"])
    return round(_of_year(habits.revenue, end) / 12 * (1 + high_season(habits, end)) * exp(shaken))


def _of_year(values: Mapping[int, float], end: date) -> float:
    """The value of the year of a day, or of the last year there is."""
    return values[min(end.year, max(values))]


def _part(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _money(amount: float) -> int:
    return round(amount / STEP) * STEP
