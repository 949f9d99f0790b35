import pytest
from tests.profiling.gates.applying import applicant
from tests.profiling.rows import FIRM, MakeStore, Row, account, customer, registration

from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.gates.prescreen import prescreen_gate
from firmgraph.profiling.verdict import Verdict

OTHER_LISTED: Row = ("blacklist", {"party": "棠溪旧货有限公司", "list_": "行内禁入名单", "valid_from": "2024-01-01"})
LITERAL = ("prescreen-000-literal",)


def repaid(month: str, days: int, number: str = "A1") -> Row:
    return "repayment", {"account_no": number, "month": month, "overdue_days": days}


def months(late: int, first: int = 1) -> list[Row]:
    """Six months of repayments up to June, the first so many of them late."""
    return [repaid(f"2025-{month:02d}", 5 if place < late else 0) for place, month in enumerate(range(first, 7))]


def screened(make_store: MakeStore, *rows: Row, chosen: tuple[str, ...] = ()) -> Gate:
    return prescreen_gate(applicant(make_store, registration(), OTHER_LISTED, *rows, chosen=chosen))


@pytest.mark.parametrize(("late", "verdict"), [(0, Verdict.PASS), (3, Verdict.PASS), (4, Verdict.FAIL)])
def test_row_0_03_three_overdue_of_six_months_pass_four_fail(
    make_store: MakeStore, late: int, verdict: Verdict
) -> None:
    assert screened(make_store, account(), *months(late)).verdict is verdict


def test_row_0_03_the_seventh_month_lies_outside_the_window(make_store: MakeStore) -> None:
    assert screened(make_store, account(), repaid("2024-12", 9), *months(3)).verdict is Verdict.PASS
    assert screened(make_store, account(), *months(4)).findings[0].words == (
        "overdue_months_in_six <= most_overdue_months"
    )


def test_row_0_04_any_current_overdue_fails(make_store: MakeStore) -> None:
    gate = screened(make_store, account(overdue_amount="0.01", overdue_days=1), *months(1))
    assert gate.verdict is Verdict.FAIL
    assert [finding.name for finding in gate.findings] == ["open_overdue"]
    assert gate.reason.evidence == ("test:credit_account-2",)


def test_row_0_05_a_listing_fails_with_its_record(make_store: MakeStore) -> None:
    listed = ("blacklist", {"party": FIRM, "list_": "行内禁入名单", "valid_from": "2024-01-01"})
    gate = screened(make_store, account(), *months(0), listed)
    assert (gate.verdict, gate.reason.evidence) == (Verdict.FAIL, ("test:blacklist-9",))
    ended = ("blacklist", {**listed[1], "valid_to": "2025-06-29"})
    assert screened(make_store, account(), *months(0), ended).verdict is Verdict.PASS


def test_row_0_05_without_any_list_nobody_was_screened(make_store: MakeStore) -> None:
    rows = registration(), account(), *months(0)
    gate = prescreen_gate(applicant(make_store, *rows))
    assert gate.verdict is Verdict.UNKNOWN
    assert [finding.name for finding in gate.findings] == ["open_listings"]


def test_row_0_03_a_silent_bureau_is_unknown_not_clean(make_store: MakeStore) -> None:
    assert screened(make_store).verdict is Verdict.UNKNOWN


def test_row_0_10_an_old_client_is_exempt_only_by_the_literal_pack(make_store: MakeStore) -> None:
    late = customer(), account(overdue_amount=100, overdue_days=3), *months(6)
    assert screened(make_store, *late).verdict is Verdict.FAIL
    literal = screened(make_store, *late, chosen=LITERAL)
    assert (literal.verdict, literal.packs) == (Verdict.PASS, LITERAL)
    assert "vetoes and five tiers still are" in literal.reason.en
    assert screened(make_store, *late[1:], chosen=LITERAL).verdict is Verdict.FAIL
