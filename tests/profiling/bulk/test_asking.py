"""What a book says to asks, against what each case says, and that a rule is asked once a value."""

from decimal import Decimal
from random import Random

import numpy as np
import pytest
from tests.profiling.bulk.books import CONDITIONS, drawn_requests, firms_of
from tests.profiling.rows import MakeStore, product

from firmgraph.profiling.bulk.asking import COLUMNS_READ, CONDITIONS_READ, VERDICTS, verdicts
from firmgraph.profiling.bulk.book_reading import read_book
from firmgraph.profiling.bulk.column import Column, Tally, combined
from firmgraph.profiling.bulk.whole import MOST_FEN, NotWholeError, bound_in_fen, whole
from firmgraph.profiling.case import Case
from firmgraph.profiling.conditions_named import CONDITIONS as NAMED
from firmgraph.profiling.eligibility import COLUMN_RULES, Ask, asks_of
from firmgraph.profiling.rule_result import RuleResult


def test_each_rule_has_what_it_reads() -> None:
    assert set(COLUMNS_READ) == set(COLUMN_RULES)
    assert set(CONDITIONS_READ) == set(NAMED)


def test_a_book_says_to_every_ask_what_its_cases_say(make_store: MakeStore) -> None:
    book = read_book(drawn_requests(Random(5), firms_of(make_store), 60))
    asks = [ask for condition in CONDITIONS for ask in asks_of(product("P1", conditions=[condition]))]
    asks += asks_of(product("P2", industries=["c", "F51"], regions=["9901"], size_classes=["micro"], term_min=6))
    found = verdicts(asks, book)
    cases = [book.case(row) for row in range(book.rows.size)]
    for number, ask in enumerate(asks):
        told = [VERDICTS[said] for said in found[:, number]]
        assert told == [ask.judged(case).verdict for case in cases], ask
    assert set(found.ravel()) == {0, 1, 2}


def test_a_rule_of_a_number_is_asked_at_few_of_its_values(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = read_book(drawn_requests(Random(5), firms_of(make_store), 120))
    asked = []
    exact = Ask.judged

    def counted(self: Ask, case: Case) -> RuleResult:
        asked.append(self)
        return exact(self, case)

    monkeypatch.setattr(Ask, "judged", counted)
    ask = next(ask for ask in asks_of(product("P1", amount_min=700_000)) if ask.column == "amount_min")
    verdicts([ask], book)
    assert 2 <= len(asked) <= 10 < len(book.numbers["amount"].values)


def test_a_column_numbers_its_values_in_their_order() -> None:
    tally = Tally()
    for value in (Decimal(3), None, Decimal(1), Decimal("3.0"), Decimal(2)):
        tally.add(value)
    column = tally.column(ordered=True)
    assert column.values == (1, 2, 3)
    assert [column.at(row) for row in range(5)] == [3, None, 1, 3, 2]
    assert list(column.first) == [2, 4, 0, 1]
    assert column.numbers == (0, 1, 2, 3)


def test_columns_together_have_a_number_for_each_row_of_values() -> None:
    one, other = (Column(("a", "b"), np.array(codes, np.int32), np.array([0, 1, -1], np.int32), ordered=False)
                  for codes in ([0, 1, 0, 1], [0, 0, 0, 1]))  # fmt: skip
    both = combined([one, other])
    assert both.codes[0] == both.codes[2]
    assert len(set(both.codes)) == 3
    assert sorted(both.first) == [-1, 0, 1, 3]


def test_whole_numbers_are_exact_or_refused() -> None:
    assert whole(Decimal("1234.56"), Decimal("0.01")) == 123456
    for value in (Decimal("0.001"), Decimal(MOST_FEN)):
        with pytest.raises(NotWholeError):
            whole(value, Decimal("0.01"))
    assert bound_in_fen(Decimal(10) ** 15) == MOST_FEN + 1
    assert bound_in_fen(Decimal("0.5")) == 50
