"""Each veto at its line, with its evidence, and UNKNOWN where data is missing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest
from tests.graph.views import holding, made_view, node, number_of, relation

from firmgraph import packs
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.guarantees.position import guarantee_position
from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.veto_tests import longest_run
from firmgraph.graph.risk.vetoes import vetoes
from firmgraph.graph.risk.warnings import early_warnings

_RELATIONS = {
    "enforcement": "subject_to",
    "penalty": "subject_to",
    "account": "has_account",
    "watch_list": "listed_on",
    "statement": "stated_in",
    "news": "mentioned_in",
}


def found_of(
    *told: Node,
    relations: Sequence[Relation] = (),
    bank: str | None = None,
    months: Mapping[str, tuple[str, ...]] | None = MappingProxyType({}),
    **firm: str,
) -> dict[str, Finding]:
    own = [relation(_RELATIONS[event.kind], "ent:a", event.id) for event in told if event.kind in _RELATIONS]
    view = made_view([node("ent:a", **firm), *told], [*own, *relations, holding("per:h", "ent:a", 60)])
    found = vetoes(Subject(view, number_of(view, "ent:a")), bank=bank, overdue_months=months)
    verdicts = [finding.verdict for finding in found.findings]
    assert verdicts == sorted(verdicts, key=["FAIL", "UNKNOWN", "PASS"].index)
    assert found.refused is ("FAIL" in verdicts)
    return {finding.rule: finding for finding in found.findings}


def account(days: int, lender: str = "别行") -> Node:
    return node("acc:1", "account", overdue_days=days, lender=lender, balance="100")


def worth(amount: str) -> Node:
    return node("sta:1", "statement", name="2024", net_assets=amount)


def sued(*amounts: str) -> tuple[list[Node], list[Relation]]:
    cases = [node(f"case:{n}", "case", name=f"（2025）云99民初{n}号", amount=a) for n, a in enumerate(amounts)]
    return cases, [relation("party_to", "ent:a", case.id, role="defendant") for case in cases]


@pytest.mark.parametrize(("days", "verdict"), [(30, "PASS"), (31, "FAIL")])
def test_a1_overdue_from_m2(days: int, verdict: str) -> None:
    finding = found_of(account(days))["A1"]
    assert (finding.verdict, finding.pack) == (verdict, "vetoes")
    assert finding.evidence
    assert (finding.value, finding.unit) == ((31, "days") if verdict == "FAIL" else (None, None))


def test_a1_is_unknown_without_the_bureau_or_without_days() -> None:
    assert found_of()["A1"].verdict == "UNKNOWN"
    assert found_of(node("acc:1", "account", balance="5"))["A1"].verdict == "UNKNOWN"


@pytest.mark.parametrize("relations", [("guarantees", "ent:a", "ent:b"), ("enquired", "ent:a", "enq:1")])
def test_a_guarantee_or_an_enquiry_is_no_word_of_arrears(relations: tuple[str, str, str]) -> None:
    found = found_of(relations=[relation(*relations)])
    assert (found["A1"].verdict, found["P5"].verdict) == ("UNKNOWN", "UNKNOWN")


def test_a2_words_of_the_scope_are_suspicion() -> None:
    finding = found_of(scope="金属制品加工；地条钢")["A2"]
    assert (finding.verdict, finding.certainty) == ("FAIL", "suspected")
    assert found_of(scope="金属制品加工")["A2"].verdict == "PASS"
    assert found_of()["A2"].verdict == "UNKNOWN"


def test_a3_dishonest_firm_or_limited_controller() -> None:
    limited = node("enf:9", "enforcement", measure="consumption_limit", name="执9号")
    assert found_of(node("enf:1", "enforcement", measure="dishonest"))["A3"].verdict == "FAIL"
    assert found_of(limited, relations=[])["A3"].verdict == "PASS", "a limit on the firm itself is no veto"
    about_owner = made_view([limited], [relation("subject_to", "per:h", "enf:9"), holding("per:h", "ent:a", 60)])
    found = vetoes(Subject(about_owner, number_of(about_owner, "ent:a"))).findings
    assert {f.rule: f.verdict for f in found}["A3"] == "FAIL"
    nobody = vetoes(Subject(about_owner, number_of(about_owner, "ent:a"), controllers=())).findings
    assert {f.rule: f.verdict for f in nobody}["A3"] == "UNKNOWN"


@pytest.mark.parametrize(("decided", "verdict"), [("2023-06-30", "FAIL"), ("2023-06-29", "PASS")])
def test_a4_fraud_within_two_years(decided: str, verdict: str) -> None:
    fraud = node("pen:1", "penalty", measure="penalty", name="虚开增值税发票", decided=decided, removed="2025-01-01")
    heard = relation("party_to", "ent:a", "case:0", role="plaintiff")
    assert found_of(fraud, node("case:0", "case"), relations=[heard])["A4"].verdict == verdict


def test_a4_in_the_press_only_is_suspected() -> None:
    finding = found_of(node("nws:1", "news", name="涉嫌造假", sentiment="negative", date="2025-06-01"))["A4"]
    assert (finding.verdict, finding.certainty) == ("FAIL", "suspected")


def ring(*members: str, default: str | None = None) -> list[Relation]:
    relations = [
        relation("guarantees", a, b, amount="10") for a, b in zip(members, (*members[1:], members[0]), strict=True)
    ]
    return relations + ([relation("subject_to", default, "enf:d")] if default else [])


def test_a5_and_r4_by_a_circle_with_a_member_in_trouble() -> None:
    trouble = node("enf:d", "enforcement", measure="enforced", name="执1号")
    nodes = [trouble, worth("1000")]
    view = made_view(
        nodes, [*ring("ent:a", "ent:b", "ent:c", default="ent:b"), relation("stated_in", "ent:a", "sta:1")]
    )
    found = {f.rule: f for f in vetoes(Subject(view, number_of(view, "ent:a"))).findings}
    assert (found["A5"].verdict, found["R4"].verdict) == ("FAIL", "FAIL")
    assert found["R4"].note == "ent:b"
    assert any("enf" in record or "subject_to" in record for record in found["R4"].evidence)
    pair = made_view(nodes, [*ring("ent:a", "ent:b", default="ent:b"), relation("stated_in", "ent:a", "sta:1")])
    found = {f.rule: f for f in vetoes(Subject(pair, number_of(pair, "ent:a"))).findings}
    assert (found["A5"].verdict, found["R4"].verdict) == ("PASS", "PASS"), "two are no loop of three"


def test_r4_members_of_whom_nothing_is_known_leave_it_open() -> None:
    assert found_of(relations=ring("ent:a", "ent:b", "ent:c"))["R4"].verdict == "UNKNOWN"
    members = ("ent:a", "ent:b", "ent:c")
    reported = [relation("reported_in", member, f"crp:{member}") for member in members]
    assert found_of(relations=[*ring(*members), *reported])["R4"].verdict == "PASS"
    silent = found_of(relations=[*ring("ent:a", "ent:b", "ent:c"), relation("has_account", "ent:b", "acc:none")])
    assert silent["R4"].verdict == "UNKNOWN"


@pytest.mark.parametrize(("net_assets", "verdict"), [("10", "PASS"), ("9.99", "FAIL"), ("5 USD", "UNKNOWN")])
def test_a5_guarantees_above_net_assets(net_assets: str, verdict: str) -> None:
    given = [relation("guarantees", "ent:a", "ent:b", amount="10")]
    assert found_of(worth(net_assets), relations=given)["A5"].verdict == verdict


def test_a6_needs_a_list_that_was_loaded() -> None:
    aml, own = node("lst:反洗钱名单", "watch_list"), node("lst:行内名单", "watch_list")
    assert found_of(aml)["A6"].verdict == "FAIL"
    assert found_of(own)["A6"].verdict == "UNKNOWN"
    assert found_of(own, relations=[relation("listed_on", "ent:b", "lst:反洗钱名单")])["A6"].verdict == "PASS"


@pytest.mark.parametrize(
    ("amounts", "verdict"),
    [(["30"], "PASS"), (["30.01"], "FAIL"), (["25", "25"], "PASS"), (["25", "25", "0.01"], "FAIL")],
)
def test_p2_a_case_and_all_cases_against_net_assets(amounts: list[str], verdict: str) -> None:
    cases, relations = sued(*amounts)
    assert found_of(worth("100"), *cases, relations=relations)["P2"].verdict == verdict


def test_p2_is_unknown_without_net_assets_or_courts() -> None:
    cases, relations = sued("1")
    assert found_of(*cases, relations=relations)["P2"].verdict == "UNKNOWN"
    assert found_of(worth("100"))["P2"].verdict == "UNKNOWN"


def test_p5_overdue_elsewhere_or_three_months_in_a_row() -> None:
    assert found_of(account(90), bank="本行")["P5"].verdict == "PASS"
    assert found_of(account(91), bank="本行")["P5"].verdict == "FAIL"
    assert found_of(account(91, lender="本行"), bank="本行")["P5"].verdict == "PASS"
    assert found_of(account(0), months=late("2024-12", "2025-01", "2025-02"))["P5"].verdict == "FAIL"
    assert found_of(account(0), months=late("2024-11", "2025-01", "2025-02"))["P5"].verdict == "PASS"
    assert found_of(account(0), months=None)["P5"].verdict == "UNKNOWN"


def late(*months: str) -> dict[str, tuple[str, ...]]:
    return {month: (f"bureau:repaid-{month}",) for month in months}


def test_p5_cites_the_repayments_or_the_accounts_that_fail_it() -> None:
    months = late("2024-06", "2024-12", "2025-01", "2025-02")
    repaid = ("bureau:repaid-2024-12", "bureau:repaid-2025-01", "bureau:repaid-2025-02")
    assert found_of(account(0), months=months)["P5"].evidence == repaid
    by_days = found_of(account(91), months=late("2025-02"))["P5"]
    assert by_days.verdict == "FAIL"
    assert "bureau:repaid-2025-02" not in by_days.evidence
    assert set(found_of(account(91), months=months)["P5"].evidence) == {*repaid, *by_days.evidence}


def test_longest_run_of_months() -> None:
    assert longest_run([]) == ()
    months = ["2025-02", "2024-12", "2025-01", "2025-01", "2024-06"]
    assert longest_run(months) == ("2024-12", "2025-01", "2025-02")


def test_a_chosen_pack_judges_vetoes_and_warnings_as_it_does_guarantees(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = packs.pack_by_id("guarantee-circles")
    default = {**usual.parameters["default"], "overdue_days_more_than": 10}
    told = {**usual.parameters, "ratio": {"over": "0.05", "veto": "0.1"}, "default": default}
    strict = usual.model_copy(update={"id": "strict", "effective_from": "1999-01-01", "parameters": told})
    everything = {**packs.packs(), strict.id: strict}
    monkeypatch.setattr(packs, "packs", lambda: everything)
    late = node("acc:1", "account", overdue_days=20)
    owed = [relation("has_account", "ent:b", "acc:1"), relation("stated_in", "ent:a", "sta:1")]
    view = made_view([late, worth("50")], [*ring("ent:a", "ent:b", "ent:c"), *owed])
    subject = Subject(view, number_of(view, "ent:a"))
    for chosen, verdicts in (((strict.id,), {"FAIL"}), ((), {"UNKNOWN"})):
        judged = vetoes(subject, chosen=chosen)
        found = {f.rule: f for f in (*judged.findings, *early_warnings(subject, chosen=chosen).findings)}
        ratio = guarantee_position(view, subject.node, chosen=chosen).ratio
        assert judged.circle_pack == (chosen[0] if chosen else usual.id)
        assert {found["A5"].verdict, found["R4"].verdict} == verdicts
        assert found["over_guarantee"].verdict == ratio.verdict
        assert (found["A5"].value, ratio.veto.verdict) == (ratio.value, "FAIL" if chosen else "PASS")
