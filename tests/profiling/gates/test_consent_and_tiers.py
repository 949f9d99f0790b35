from decimal import Decimal

import pytest
from tests.profiling.rows import AT, FIRM, SUBJECT, MakeStore, account, consent, good_firm, product_row, registration

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment
from firmgraph.packs import pack_by_id, packs_in_force
from firmgraph.profiling.facts import gather
from firmgraph.profiling.gates.consent import consent_gate
from firmgraph.profiling.gates.five_tier import five_tier_gate
from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.match import match
from firmgraph.profiling.request import read_request
from firmgraph.profiling.tiers import account_tier, tier_by_loss, tier_by_overdue
from firmgraph.profiling.verdict import Verdict

LAW, PATENT = pack_by_id("five-tier-2023-1"), pack_by_id("five-tier-patent-003")
ASKED = {"subject": {"id": SUBJECT}, "terms": {"amount": 100000, "term_months": 6, "purpose": "working_capital"}}


def consented(make_store: MakeStore, *rows: object, granted: bool | None = None, day: str = "2025-06-30") -> Gate:
    store = make_store([registration(), *rows])  # type: ignore[list-item]
    return consent_gate(gather(store, SUBJECT, Moment(day)), granted, pack_by_id("consent"))


def tiered(make_store: MakeStore, *rows: object) -> Gate:
    store = make_store([registration(), *rows])  # type: ignore[list-item]
    return five_tier_gate(gather(store, SUBJECT, AT), packs_in_force("five-tier", AT.day))


def test_row_3_02_consent_must_hold_on_the_day(make_store: MakeStore) -> None:
    assert consented(make_store, consent()).verdict is Verdict.PASS
    assert consented(make_store).verdict is Verdict.FAIL
    assert consented(make_store, consent(purpose="marketing")).verdict is Verdict.FAIL
    assert consented(make_store, consent(expires_at="2025-06-29")).verdict is Verdict.FAIL
    assert consented(make_store, consent(expires_at="2025-06-30")).verdict is Verdict.PASS
    assert consented(make_store, consent(given_at="2025-07-01")).verdict is Verdict.FAIL


def test_row_3_02_a_withdrawn_consent_held_before(make_store: MakeStore) -> None:
    assert consented(make_store, consent(withdrawn_at="2025-05-01")).verdict is Verdict.FAIL
    assert consented(make_store, consent(withdrawn_at="2025-06-30")).verdict is Verdict.FAIL
    assert consented(make_store, consent(withdrawn_at="2025-05-01"), day="2025-04-30").verdict is Verdict.PASS


def test_row_3_02_the_request_may_grant_or_refuse(make_store: MakeStore) -> None:
    assert consented(make_store, granted=True).verdict is Verdict.PASS
    assert consented(make_store, consent(), granted=False).verdict is Verdict.FAIL


def test_row_3_02_without_consent_the_answer_is_whole_and_nothing_else_was_read(make_store: MakeStore) -> None:
    store = make_store([registration(), account(), product_row("P1")])
    answer = match(store, read_request(ASKED), AT)
    assert answer.wire()["offers"] == []
    assert [gate.verdict for gate in answer.gates] == [Verdict.FAIL] + [Verdict.UNKNOWN] * 6
    assert answer.reasons
    assert "credit_account" not in answer.facts.records
    assert {c["dropped_reason"] for c in answer.wire()["classes"]} == {"gate_failed"}


@pytest.mark.parametrize(
    ("days", "tier"),
    [
        (0, "normal"),
        (1, "special_mention"),
        (90, "special_mention"),
        (91, "substandard"),
        (270, "substandard"),
        (271, "doubtful"),
        (360, "doubtful"),
        (361, "loss"),
    ],
)
def test_row_3_05_o14_tier_by_days_overdue(days: int, tier: str) -> None:
    assert tier_by_overdue(days, LAW.parameters) == tier


@pytest.mark.parametrize(
    ("rate", "tier"),
    [
        ("0", "normal"),
        ("0.00000001", "special_mention"),
        ("0.05", "special_mention"),
        ("0.05000001", "substandard"),
        ("0.30", "substandard"),
        ("0.49999999", "substandard"),
        ("0.50", "doubtful"),
        ("0.74999999", "doubtful"),
        ("0.75", "loss"),
        ("1", "loss"),
    ],
)
def test_row_3_06_tier_by_loss_rate_a_boundary_belongs_to_the_worse(rate: str, tier: str) -> None:
    assert tier_by_loss(Decimal(rate), PATENT.parameters) == tier


@pytest.mark.parametrize(
    ("share", "in_gap"), [(5_000_000, False), (5_000_001, True), (29_999_999, True), (30_000_000, False)]
)
def test_row_3_06_the_open_range_is_flagged(share: int, in_gap: bool) -> None:
    assert account_tier({"loss_probability": share}, PATENT).in_gap is in_gap


def test_row_3_06_the_two_packs_stay_apart() -> None:
    overdue_only = {"overdue_days": 100}
    assert account_tier(overdue_only, LAW).tier == "substandard"
    assert account_tier(overdue_only, PATENT).tier is None
    assert account_tier({"loss_probability": 50_000_000}, LAW).tier == "doubtful"
    assert account_tier({"loss_probability": 10_000_000}, LAW).tier == "normal"


@pytest.mark.parametrize(("tier", "offers"), [("正常", 1), ("关注", 1), ("次级", 0), ("可疑", 0), ("损失", 0)])
def test_row_3_07_the_last_three_tiers_get_no_product(make_store: MakeStore, tier: str, offers: int) -> None:
    rows = [r for r in good_firm() if r[0] != "credit_account"]
    answer = match(make_store([*rows, account(five_tier=tier), product_row("P1")]), read_request(ASKED), AT)
    assert len(answer.offers) == offers
    if not offers:
        [gate] = [gate for gate in answer.gates if gate.name == "five_tier"]
        assert gate.verdict is Verdict.FAIL
        assert gate.reason.evidence == ("test:credit_account-7",)
        assert answer.reasons == (gate.reason,)
        assert answer.wire()["client"] is None


def test_row_3_08_the_worst_open_account_decides(make_store: MakeStore) -> None:
    gate = tiered(make_store, account("A1"), account("A2", five_tier="可疑", overdue_days=280))
    assert gate.verdict is Verdict.FAIL
    assert gate.reason.evidence == ("test:credit_account-2",)


def test_row_3_08_a_closed_account_is_told_not_judged(make_store: MakeStore) -> None:
    gate = tiered(make_store, account("A1"), account("A2", five_tier="损失", closed="2021-09-30"))
    assert gate.verdict is Verdict.PASS
    assert "1 closed" in gate.reason.en


def test_row_3_08_a_pack_may_have_closed_accounts_judged(make_store: MakeStore) -> None:
    store = make_store([registration(), account("A1"), account("A2", five_tier="损失", closed="2021-09-30")])
    judging = LAW.model_copy(update={"parameters": {**LAW.parameters, "closed_accounts": "judged"}})
    gate = five_tier_gate(gather(store, SUBJECT, AT), [judging])
    assert gate.verdict is Verdict.FAIL
    assert gate.reason.evidence == ("test:credit_account-2",)
    assert "closed account is loss" in gate.reason.en
    assert five_tier_gate(gather(store, SUBJECT, AT), [LAW]).verdict is Verdict.PASS


def test_row_3_08_a_pack_says_told_or_judged_of_closed_accounts(make_store: MakeStore) -> None:
    wrong = LAW.model_copy(update={"parameters": {**LAW.parameters, "closed_accounts": "perhaps"}})
    facts = gather(make_store([registration(), account("A1")]), SUBJECT, AT)
    with pytest.raises(InvalidInput, match="told or judged"):
        five_tier_gate(facts, [wrong])


def test_no_credit_data_or_a_silent_account_is_unknown(make_store: MakeStore) -> None:
    assert tiered(make_store).verdict is Verdict.UNKNOWN
    silent = ("credit_account", {"enterprise": FIRM, "account_no": "A9", "opened": "2024-01-01"})
    assert tiered(make_store, account(), silent).verdict is Verdict.UNKNOWN
    assert tiered(make_store, account(five_tier="次级"), silent).verdict is Verdict.FAIL
