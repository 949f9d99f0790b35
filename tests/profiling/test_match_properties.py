"""Properties of every answer over random worlds, and that each of them fails where matching is broken."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from benchmarks.answer_properties import broken, broken_rounds, differing, other_winners, the_right_grade_wins
from benchmarks.match_properties import Proof, prove
from tests.profiling.asking import SHELF, answered
from tests.profiling.rows import MakeStore, good_firm, product_row

from firmgraph.profiling import classes
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.bids import Bid
from firmgraph.profiling.capacity import capacity
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

WORLDS, REQUESTS = (3, 12, 19, 37), 75


@pytest.fixture
def answer(make_store: MakeStore) -> MatchAnswer:
    """An answer with two offers and a product that is refused."""
    return answered(make_store([*good_firm(), *SHELF, product_row("P9", amount_min=900_000)]))


def test_row_4_11_to_4_23_the_properties_hold_on_requests_of_random_worlds() -> None:
    whole = Proof()
    for seed in WORLDS:
        whole.add(prove(seed, REQUESTS))
    assert whole.violations == []
    told = whole.checked
    assert told["requests"] == len(WORLDS) * REQUESTS
    assert min(told["with offers"], told["refused by a gate"]) > 30
    assert told["rounds of that"] > told["asked until nothing was left"] > 5
    assert told["matched again with the deals of other grades raised"] > 100


def every_grade(_product: object, table: Any) -> tuple[str, ...]:
    return tuple(rule.grade for rule in table.grades)


def doubled(*arguments: Any) -> Any:
    return 2 * capacity(*arguments)


def twice(products: Any) -> Any:
    return [*classes.classify(products), *classes.classify(products)]


MUTATIONS: dict[str, tuple[str, Callable[..., Any], str]] = {
    "a grade counts for nothing": ("one_per_class.grades_of", every_grade, "is not for the grade"),
    "deals decide between grades": ("one_per_class.grades_of", every_grade, "other winners"),
    "capacity is doubled": ("caps.capacity", doubled, "is beyond capacity"),
    "a gate refuses nobody": ("match.refused", lambda _gates: False, "although a gate fails"),
    "nothing is explained": ("match._reasons", lambda *_: (), "an answer without a reason"),
    "a class comes twice": ("match.classify", twice, "a product in two classes"),
    "refusals are forgotten": ("match.frozenset", lambda _refused: frozenset(), "was refused before"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_match_breaks_a_property(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, mutant, words = MUTATIONS[name]
    monkeypatch.setattr(f"firmgraph.profiling.{place}", mutant, raising=False)
    monkeypatch.setattr("benchmarks.match_properties.EACH_ROUNDS", 5)
    assert any(words in one for seed in (37, 12, 3) for one in prove(seed, 60).violations)


def broken_answers(answer: MatchAnswer) -> Iterator[tuple[MatchAnswer, str]]:
    """The answer spoilt in one way each, and what must be said of it."""
    first, *others = answer.offers
    beyond = Bid(first.product, first.bid.quote, first.bid.method, first.bid.months, (first.bid.caps[1],))
    silent = Reason("没有理由", "just because")
    refused = next(one for one in answer.eligibility if one.failed)
    failed = [replace(result, rule="no_open_overdue", evidence=()) for result in refused.rules]
    consent, *gates = answer.gates
    yield replace(answer, offers=(first, first, *others)), "two offers of a class"
    yield replace(answer, offers=(*answer.offers[1:],)), "the offers are not the products kept"
    yield replace(answer, offers=(replace(first, bid=beyond), *others)), "is not within its bounds"
    yield replace(answer, gates=(*gates, consent)), "the gates are not in their order"
    yield replace(answer, gates=(replace(consent, verdict=Verdict.FAIL), *gates)), "looked at without consent"
    yield replace(answer, eligibility=answer.eligibility[1:]), "was not judged"
    yield replace(answer, reasons=()), "an answer without a reason"
    yield replace(answer, reasons=(silent,)), "neither a record nor what is unknown"
    yield replace(answer, offers=(replace(first, reasons=(silent,)), *others)), "neither a record nor"
    yield replace(answer, eligibility=(replace(refused, asked=tuple(failed)),)), "fails for no reason"
    yield (
        replace(answer, gates=(consent, replace(gates[0], verdict=Verdict.UNKNOWN, reason=Reason("", "")), *gates[1:])),
        "a reason without words",
    )


def test_an_answer_spoilt_in_any_way_is_told(answer: MatchAnswer) -> None:
    assert list(broken(answer)) == []
    for spoilt, words in broken_answers(answer):
        assert any(words in one for one in broken(spoilt)), words


def test_another_order_winner_grade_or_round_is_told(answer: MatchAnswer) -> None:
    turned = replace(answer, offers=answer.offers[::-1])
    assert answer.client is not None
    assert list(differing(answer, answer)) == list(other_winners(answer, turned)) == []
    assert "offers" in next(differing(answer, turned))
    assert next(other_winners(answer, replace(answer, offers=answer.offers[1:])))
    assert next(the_right_grade_wins(replace(answer, client=replace(answer.client, grade="elite"))))
    assert any("offered again" in one for one in broken_rounds([answer, answer]))
    assert any("the rounds end before" in one for one in broken_rounds([answer]))
