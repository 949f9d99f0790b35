"""The four colours at their lines, what cannot be told, and that the highest wins."""

from decimal import Decimal

import pytest
from tests.graph.views import holding, made_view, node, number_of, relation

from firmgraph.graph.elements import Node
from firmgraph.graph.risk.grade import RiskGrade, risk_grade
from firmgraph.graph.risk.scan import scan
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.vetoes import vetoes

_RELATIONS = {
    "enforcement": "subject_to",
    "penalty": "subject_to",
    "pledge": "encumbered",
    "account": "has_account",
    "news": "mentioned_in",
}


def grade_of(*events: Node, **heads: str) -> RiskGrade:
    relations = [relation(_RELATIONS[event.kind], "ent:a", event.id) for event in events]
    relations += [relation("reported_in", "ent:a", "crp:1"), relation("party_to", "ent:a", "case:0", role="plaintiff")]
    relations += [relation("legal_rep_of", "per:head", "ent:a"), holding("per:owner", "ent:a", 60)]
    relations += [relation("party_to", head, f"case:{head}", role="defendant") for head in heads.values()]
    nodes = [node(f"case:{head}", "case", name="（2025）云99刑初3号") for head in heads.values()]
    nodes += [node("crp:1", "credit_report"), node("case:0", "case", name="（2024）云99民初9号")]
    view = made_view([*events, *nodes], relations)
    return risk_grade(Subject(view, number_of(view, "ent:a")))


def enforced(amount: str, measure: str = "enforced", number: int = 1) -> Node:
    name = f"（2024）云99执{number}号"
    return node(f"enf:{measure}{number}", "enforcement", measure=measure, name=name, amount=amount)


def overdue(amount: str) -> Node:
    return node("acc:1", "account", overdue_amount=amount, overdue_days=40, balance="10000000")


def failed(found: RiskGrade) -> set[str]:
    return {finding.rule for finding in found.findings if finding.verdict == "FAIL"}


def test_nothing_found_by_sources_that_spoke_is_green() -> None:
    found = grade_of()
    assert (found.grade, found.verdict, found.silent, found.respond_within_hours) == ("green", "PASS", (), None)


def test_a_silent_source_is_not_clean() -> None:
    view = made_view([], [holding("per:h", "ent:a", 60)])
    found = risk_grade(Subject(view, number_of(view, "ent:a")))
    assert (found.grade, found.verdict, found.silent) == ("green", "UNKNOWN", ("litigation", "credit"))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (node("pen:1", "penalty", measure="abnormal", removed="2025-01-01"), "subject_to"),
        (node("plg:1", "pledge", measure="equity_pledge", share=10_000_000), "encumbered"),
        (node("plg:1", "pledge", measure="chattel_mortgage"), "encumbers"),
    ],
)
def test_a_penalty_or_a_registered_security_is_no_word_of_the_courts(event: Node, kind: str) -> None:
    view = made_view([event], [relation(kind, "ent:a", event.id), relation("reported_in", "ent:a", "crp:1")])
    subject = Subject(view, number_of(view, "ent:a"))
    found = risk_grade(subject)
    assert (found.verdict, found.silent) == ("UNKNOWN", ("litigation",))
    assert {one.rule: one.verdict for one in found.findings}["dishonest"] == "UNKNOWN"
    told = {one.name: one.verdict for one in scan(subject).dimensions}
    assert (told["enforcement"], told["litigation"]) == ("UNKNOWN", "UNKNOWN")
    refused = {one.rule: one.verdict for one in vetoes(subject).findings}
    assert {refused[rule] for rule in ("A3", "A4", "P2")} == {"UNKNOWN"}


def test_courts_that_spoke_say_nothing_of_penalties() -> None:
    told = {finding.rule: finding.verdict for finding in grade_of().findings}
    assert (told["dishonest"], told["tax_arrears"], told["abnormal"]) == ("PASS", "UNKNOWN", "UNKNOWN")


@pytest.mark.parametrize(
    ("amount", "grade", "rule"),
    [
        ("999999.99", "orange", "default_small"),
        ("1000000", "orange", "default_gap"),
        ("5000000", "orange", "default_gap"),
        ("5000000.01", "red", "default_large"),
    ],
)
def test_default_at_its_lines_and_the_gap_said(amount: str, grade: str, rule: str) -> None:
    found = grade_of(overdue(amount))
    assert (found.grade, failed(found)) == (grade, {rule})
    (told,) = [finding for finding in found.findings if finding.verdict == "FAIL"]
    assert bool(told.note) is (rule == "default_gap")
    assert (told.value, told.unit) == (Decimal(amount), "yuan")
    assert found.respond_within_hours == {"red": 24, "orange": 72}[grade]


@pytest.mark.parametrize(
    ("amounts", "grade"),
    [(["1000000"], "yellow"), (["1000000.01"], "orange"), (["600000", "400000.01"], "orange")],
)
def test_enforcement_at_its_line(amounts: list[str], grade: str) -> None:
    assert grade_of(*(enforced(amount, number=n) for n, amount in enumerate(amounts))).grade == grade


def test_one_case_enforced_and_terminated_counts_once() -> None:
    assert grade_of(enforced("600000"), enforced("600000", "terminated")).grade == "yellow"


def test_an_amount_that_is_not_stated_leaves_the_line_unknown() -> None:
    found = grade_of(enforced("8 USD"))
    assert found.grade == "yellow"
    assert {f.rule: f.verdict for f in found.findings}["enforced_large"] == "UNKNOWN"


def test_dishonest_is_red_and_consumption_limit_alone_yellow() -> None:
    assert grade_of(enforced("1", "consumption_limit")).grade == "yellow"
    assert grade_of(enforced("1", "consumption_limit"), enforced("1", "dishonest")).grade == "red"


@pytest.mark.parametrize(("share", "grade"), [(50_000_000, "green"), (50_000_001, "orange")])
def test_equity_frozen_of_more_than_half(share: int, grade: str) -> None:
    assert grade_of(node("plg:1", "pledge", measure="equity_freeze", share=share)).grade == grade


@pytest.mark.parametrize(("sealed", "grade"), [("5000000", "green"), ("5000000.01", "red")])
def test_sealed_assets_against_loans(sealed: str, grade: str) -> None:
    loan = node("acc:1", "account", overdue_days=0, balance="10000000")
    found = grade_of(loan, node("plg:1", "pledge", measure="seal", amount=sealed))
    assert found.grade == grade
    part = {f.rule: f for f in found.findings}["sealed_of_loan"]
    told = "0.500000001" if grade == "red" else "0.5"
    assert (part.value, part.unit) == (Decimal(told), "share"), "a part over its line is not told as on it"
    assert {f.rule: f.verdict for f in found.findings}["core_assets_sealed"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("decided", "removed", "grade"),
    [
        ("2024-12-29", None, "orange"),
        ("2024-12-30", None, "yellow"),
        ("2024-12-29", "2025-06-30", "green"),
        ("2024-12-29", "2025-07-01", "orange"),
    ],
)
def test_abnormal_listing_by_its_age(decided: str, removed: str | None, grade: str) -> None:
    dates = {"decided": decided} | ({"removed": removed} if removed else {})
    assert grade_of(node("pen:1", "penalty", measure="abnormal", **dates)).grade == grade


@pytest.mark.parametrize(
    ("measure", "grade"), [("penalty", "yellow"), ("serious", "orange"), ("tax_arrears", "yellow")]
)
def test_penalties(measure: str, grade: str) -> None:
    assert grade_of(node("pen:1", "penalty", measure=measure)).grade == grade


def test_a_criminal_case_of_the_head_or_the_majority_holder_is_red() -> None:
    assert grade_of(head="per:head").grade == "red"
    assert grade_of(owner="per:owner").grade == "red"
    assert grade_of(other="per:other").grade == "green"


def test_major_news_is_weak_evidence() -> None:
    found = grade_of(node("nws:1", "news", name="公司负责人失联", sentiment="negative", date="2025-06-01"))
    (told,) = [finding for finding in found.findings if finding.verdict == "FAIL"]
    assert (found.grade, told.certainty) == ("orange", "suspected")


def test_the_highest_colour_wins_whatever_the_order() -> None:
    events = [enforced("1", "dishonest"), overdue("5"), node("pen:1", "penalty", measure="penalty")]
    assert grade_of(*events) == grade_of(*reversed(events))
    assert grade_of(*events).grade == "red"
