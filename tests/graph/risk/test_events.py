"""Risk events: open against closed, roles, one case once, and what the scan counts."""

from typing import Any

import pytest
from tests.graph.views import TODAY, holding, made_view, node, number_of, relation

from firmgraph.graph.elements import Node
from firmgraph.graph.risk.events import cases_of, risk_events, total_amount
from firmgraph.graph.risk.scan import scan
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.snapshot.view import View


def view_of(event: Node, kind: str = "subject_to", day: str = TODAY, **told: Any) -> View:
    return made_view([event], [relation(kind, "ent:a", event.id, **told), holding("per:h", "ent:a", 60)], day)


def only_event(view: View) -> RiskEvent:
    (event,) = risk_events(view, number_of(view, "ent:a"))
    return event


def enforcement(**stated: Any) -> Node:
    return node(
        "enf:1", "enforcement", **{"measure": "enforced", "name": "（2024）云99执1号", "amount": "100", **stated}
    )


@pytest.mark.parametrize(("day", "is_open"), [("2025-03-09", True), ("2025-03-10", False), ("2025-03-11", False)])
def test_closed_from_the_day_of_closing_on(day: str, is_open: bool) -> None:
    view = view_of(enforcement(closed="2025-03-10", performed="all"), day=day, valid_to="2025-03-09")
    assert only_event(view).open is is_open


def test_performed_in_full_is_not_open_and_in_part_is() -> None:
    assert not only_event(view_of(enforcement(performed="all"))).open
    assert only_event(view_of(enforcement(performed="part"))).open
    assert only_event(view_of(enforcement())).open


def test_what_had_not_begun_is_not_told() -> None:
    view = view_of(enforcement(), day="2024-01-01", valid_from="2024-01-02")
    assert risk_events(view, number_of(view, "ent:a")) == ()


@pytest.mark.parametrize(
    ("role", "against"),
    [("plaintiff", False), ("applicant", False), ("third_party", False), ("defendant", True), ("respondent", True)],
)
def test_a_plaintiff_is_not_a_defendant(role: str, against: bool) -> None:
    case = node("case:1", "case", name="（2024）云99民初1号", amount="500")
    event = only_event(view_of(case, "party_to", role=role, discriminator=role))
    assert (event.against, event.counts) == (against, against)


def test_a_claim_withdrawn_has_ended() -> None:
    case = node("case:1", "case", name="（2024）云99民初1号", judged="2024-05-05")
    told = {"role": "defendant", "result": "准许原告撤诉"}
    assert not only_event(view_of(case, "party_to", **told)).open
    assert only_event(view_of(case, "party_to", day="2024-05-04", **told)).open


@pytest.mark.parametrize(("measure", "against"), [("equity_pledge", False), ("equity_freeze", True), ("seal", True)])
def test_a_pledge_is_ordinary_and_a_freeze_is_not(measure: str, against: bool) -> None:
    pledge = node("plg:1", "pledge", measure=measure, share=10_000_000)
    event = only_event(view_of(pledge, "encumbered"))
    assert (event.against, event.role, event.share) == (against, "target", 10_000_000)


def test_the_last_day_of_a_freeze_still_counts() -> None:
    pledge = node("plg:1", "pledge", measure="equity_freeze")
    assert only_event(view_of(pledge, "encumbers", day="2025-06-29", valid_to="2025-06-29")).open
    assert not only_event(view_of(pledge, "encumbers", valid_to="2025-06-29")).open


def test_a_good_account_is_no_event_and_a_settled_one_is_closed() -> None:
    good = view_of(node("acc:1", "account", overdue_days=0, overdue_amount="0", five_tier="normal"), "has_account")
    assert risk_events(good, number_of(good, "ent:a")) == ()
    late = node("acc:1", "account", overdue_days=3, overdue_amount="10.5")
    assert (only_event(view_of(late, "has_account")).amount, only_event(view_of(late, "has_account")).days) == (1050, 3)
    assert not only_event(view_of(late, "has_account", valid_to="2024-12-31")).open


def test_news_is_told_when_negative_and_counts_for_a_time() -> None:
    good = view_of(node("nws:1", "news", sentiment="positive"), "mentioned_in")
    assert risk_events(good, number_of(good, "ent:a")) == ()
    news = node("nws:1", "news", sentiment="negative", date="2025-01-01")
    assert only_event(view_of(news, "mentioned_in", day="2025-06-29")).open
    assert not only_event(view_of(news, "mentioned_in", day="2025-06-30")).open


def case_in_two_dimensions() -> View:
    nodes = [
        node("enf:1", "enforcement", measure="enforced", name="（2024）云99执1号", amount="100"),
        node("enf:2", "enforcement", measure="dishonest", name="(2024)云99执1号", amount="120"),
        node("case:1", "case", name="（2024）云99执1号", amount="90"),
        node("enf:3", "enforcement", measure="enforced", name="enforced", amount="7"),
    ]
    told = [("subject_to", "enf:1"), ("subject_to", "enf:2"), ("subject_to", "enf:3")]
    relations = [relation(kind, "ent:a", end) for kind, end in told]
    return made_view(nodes, [*relations, relation("party_to", "ent:a", "case:1", role="respondent")])


def test_one_case_number_is_one_case_with_its_largest_amount() -> None:
    view = case_in_two_dimensions()
    events = risk_events(view, number_of(view, "ent:a"))
    assert len(events) == 4
    assert len(cases_of(events)) == 2
    assert total_amount(events) == (12_700, True)


def test_the_scan_counts_a_case_in_the_first_dimension_that_has_it() -> None:
    view = case_in_two_dimensions()
    found = {one.name: one for one in scan(Subject(view, number_of(view, "ent:a"))).dimensions}
    assert (found["enforcement"].open, found["enforcement"].amount) == (2, 12_700)
    assert found["enforcement"].measures == {"dishonest": (1, 0), "enforced": (2, 0)}
    assert (found["litigation"].open, found["litigation"].verdict) == (0, "PASS")
    assert (found["overdue"].verdict, found["news"].verdict) == ("UNKNOWN", "UNKNOWN")


def test_the_scan_tells_amounts_against_net_assets_and_loans() -> None:
    view = made_view(
        [
            enforcement(amount="500"),
            node("acc:1", "account", balance="2000", overdue_days=0),
            node("sta:1", "statement", name="2024", net_assets="1000"),
        ],
        [
            relation("subject_to", "ent:a", "enf:1"),
            relation("has_account", "ent:a", "acc:1"),
            relation("stated_in", "ent:a", "sta:1"),
        ],
    )
    found = scan(Subject(view, number_of(view, "ent:a"))).dimensions[0]
    assert (str(found.to_net_assets), str(found.to_loans)) == ("0.5", "0.25")


def test_the_scan_looks_at_parties_near_the_firm() -> None:
    near = ["ent:b", "per:h", "per:l", "ent:l2", "ent:g"]
    nodes = [enforcement(), *(node(f"enf:{n}", "enforcement", measure="dishonest", name=f"执{n}号") for n in near)]
    relations = [
        holding("ent:a", "ent:b", 51),
        holding("ent:a", "ent:c", 50),
        holding("per:h", "ent:a", 5),
        relation("legal_rep_of", "per:l", "ent:a"),
        relation("legal_rep_of", "per:l", "ent:l2"),
        relation("guarantees", "ent:a", "ent:g"),
        *(relation("subject_to", n, f"enf:{n}") for n in near),
        relation("subject_to", "ent:c", "enf:1"),
    ]
    view = made_view(nodes, relations)
    found = scan(Subject(view, number_of(view, "ent:a")))
    assert {one.id: one.relations for one in found.related} == {
        "ent:b": ("controlled",),
        "per:h": ("holder",),
        "per:l": ("legal_representative",),
        "ent:l2": ("same_legal_representative",),
        "ent:g": ("guaranteed",),
    }
    cut = scan(Subject(view, number_of(view, "ent:a")), most=2)
    assert (cut.looked_at, cut.truncated) == (2, True)
