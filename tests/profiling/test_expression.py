from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.profiling.evaluation import Fact, Judgement, evaluate
from firmgraph.profiling.expression import read_expression
from firmgraph.profiling.verdict import Verdict

KNOWN: dict[str, Any] = {
    "overdue": Decimal(3),
    "revenue": Decimal("32000000"),
    "ratio": Decimal("0.70"),
    "grade": "A",
    "held": ("高新技术企业", "专精特新"),
    "listed": False,
}


def judged(text: str, **more: Any) -> Judgement:
    values = {**KNOWN, **more}
    return evaluate(read_expression(text), lambda name: Fact(values.get(name), (f"r-{name}",)))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("overdue <= 3", Verdict.PASS),
        ("overdue > 3", Verdict.FAIL),
        ("ratio <= 0.7", Verdict.PASS),
        ("0 < ratio < 0.7", Verdict.FAIL),
        ("revenue / 10000 >= 3200", Verdict.PASS),
        ("revenue >= 50_000_000", Verdict.FAIL),
        ("grade in ['A', 'B']", Verdict.PASS),
        ("grade not in ['A']", Verdict.FAIL),
        ("'专精' in '专精特新'", Verdict.PASS),
        ("held in ['专精特新', '小巨人']", Verdict.PASS),
        ("not listed", Verdict.PASS),
        ("listed", Verdict.FAIL),
        ("missing > 0", Verdict.UNKNOWN),
        ("missing > 0 or overdue <= 3", Verdict.PASS),
        ("missing > 0 and overdue > 3", Verdict.FAIL),
        ("not (missing > 0)", Verdict.UNKNOWN),
        ("overdue / 0 > 1", Verdict.UNKNOWN),
        ("overdue == 'A'", Verdict.UNKNOWN),
        ("overdue", Verdict.UNKNOWN),
        ("max(overdue, 5) - min(1, 2) == 4", Verdict.PASS),
        ("abs(-overdue) == 3", Verdict.PASS),
        ("0.1 + 0.2 == 0.3", Verdict.PASS),
    ],
)
def test_an_expression_is_judged(text: str, verdict: Verdict) -> None:
    assert judged(text).verdict is verdict


def test_the_gap_and_both_sides_are_told() -> None:
    finding = judged("revenue >= 50000000").findings[0]
    assert (finding.words, finding.left, finding.right, finding.gap) == (
        "revenue >= 50000000", Decimal(32000000), Decimal(50000000), Decimal(18000000)
    )  # fmt: skip


def test_only_what_decided_is_told() -> None:
    found = judged("missing > 0 and overdue > 3 and ratio < 1")
    assert [finding.words for finding in found.findings] == ["overdue > 3"]
    assert (found.evidence, found.unknown) == (("r-overdue",), ())


def test_unknown_names_are_told_where_they_leave_it_open() -> None:
    assert judged("overdue <= 3 and missing > 0 and other + missing < 1").unknown == ("missing", "other")


@pytest.mark.parametrize(
    "text",
    ["", " ", "revenue >", "__import__('os')", "a.b > 1", "[x for x in y]", "lambda: 1", "f(1)", "max()",
     "a if b else c",
     "1e999 > 0", "b'x' == 1", "None", "a := 1", "a ** 9", "not " * 100 + "a", "(" * 300 + "a" + ")" * 300,
     "x\0y", "a" * 2001, "max(*a)", "min(a, key=b)", "a @ b", "{1}", "f'{a}'", "a[0]", "1j > 0"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_expression(text)


def test_names_stand_in_order_once() -> None:
    assert read_expression("max(b, a) > b + c").names == ("b", "a", "c")


def kleene(operator: str, one: Verdict, other: Verdict) -> Verdict:
    """Kleene's tables by brute force: what all completions of the unknowns agree on."""
    options = {Verdict.PASS: [True], Verdict.FAIL: [False], Verdict.UNKNOWN: [True, False]}
    results = {(a and b) if operator == "and" else (a or b) for a, b in product(options[one], options[other])}
    return Verdict.UNKNOWN if len(results) == 2 else Verdict.PASS if results.pop() else Verdict.FAIL


@pytest.mark.parametrize("operator", ["and", "or"])
def test_and_or_follow_kleene(operator: str) -> None:
    values = {Verdict.PASS: True, Verdict.FAIL: False, Verdict.UNKNOWN: None}
    for one, other in product(Verdict, Verdict):
        assert judged(f"p {operator} q", p=values[one], q=values[other]).verdict is kleene(operator, one, other)


@given(st.decimals(-(10**9), 10**9, places=2), st.decimals(-(10**9), 10**9, places=2))
def test_comparisons_are_exact(one: Decimal, other: Decimal) -> None:
    assert (judged("x <= y", x=one, y=other).verdict is Verdict.PASS) == (one <= other)
    assert (judged(f"x < {other}", x=one).verdict is Verdict.PASS) == (one < other)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = read_expression(text)
    except InvalidInput:
        return
    assert evaluate(expression, lambda _: Fact(None)).verdict in Verdict
