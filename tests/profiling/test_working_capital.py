from decimal import Decimal

from tests.profiling.rows import AT, SUBJECT, MakeStore, registration, statement

from firmgraph.packs import pack_by_id
from firmgraph.profiling.facts import gather
from firmgraph.profiling.working_capital import WorkingCapital, need_of, turns_of, working_capital

RULES = pack_by_id("capacity").parameters
DAYS = dict(
    zip(
        ("inventory", "receivables", "payables", "prepaid", "advances"), map(Decimal, (60, 60, 30, 10, 10)), strict=True
    )
)


def of(make_store: MakeStore, *rows: object) -> WorkingCapital:
    return working_capital(gather(make_store([registration(), *rows]), SUBJECT, AT), RULES)  # type: ignore[list-item]


def test_o5_turns_need_and_new_line() -> None:
    turns = turns_of(DAYS)
    assert turns == 4
    need = need_of(Decimal(1000), Decimal("0.10"), Decimal("0.20"), Decimal(4))
    assert need == 270
    assert need - 80 - 20 == 170


def test_o5_from_statements(make_store: MakeStore) -> None:
    """Sales of 120,000 after 100,000, margin 10 %, balances that make the oracle's days: 120 times its figures."""
    own = {"cost": 108_000, "profit": 12_000, "own_funds": 9_600, "short_loans": 2_400}
    balances = {"inventory": 18_000, "receivables": 20_000, "payables": 9_000, "prepaid": 3_000, "advances": "3333.33"}
    year, before = (statement(day, sales, **own, **balances) for day, sales in ((2024, 120_000), (2023, 100_000)))
    found = of(make_store, year, before)
    assert found.turns is not None
    assert found.line is not None
    assert (round(found.turns, 2), round(found.line)) == (Decimal("4.00"), 20_400)
    assert found.evidence == ("test:statement-1", "test:statement-2")


def test_what_is_missing_is_named(make_store: MakeStore) -> None:
    assert of(make_store, statement()).missing == ("two full years of statements",)
    found = of(make_store, statement(inventory=None), statement(2023, inventory=None))
    assert (found.line, found.missing) == (None, ("inventory",))


def test_a_trade_that_finances_itself_needs_nothing(make_store: MakeStore) -> None:
    rich = {"payables": 20_000_000}
    found = of(make_store, statement(**rich), statement(2023, **rich))
    assert found.turns is None
    assert found.need == found.line == 0
