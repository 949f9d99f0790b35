from typing import Any

import pytest
from tests.profiling.gates.applying import applicant
from tests.profiling.rows import FIRM, MakeStore, Row, customer, registration

from firmgraph.profiling.gates.duplicate import duplicate_gate
from firmgraph.profiling.verdict import Verdict


def application(day: str, **stated: Any) -> Row:
    return "application", {"application_no": f"A{day}", "enterprise": FIRM, "applied_at": day, **stated}


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2025-06-30", Verdict.FAIL), ("2025-05-31", Verdict.FAIL), ("2025-05-30", Verdict.PASS)],
)
def test_row_0_06_thirty_days_are_too_soon_the_31st_is_not(make_store: MakeStore, day: str, verdict: Verdict) -> None:
    assert duplicate_gate(applicant(make_store, registration(), application(day))).verdict is verdict


@pytest.mark.parametrize(
    ("result", "verdict"),
    [("approved", Verdict.FAIL), ("refused", Verdict.FAIL), ("pending", Verdict.FAIL), ("withdrawn", Verdict.PASS)],
)
def test_row_0_06_a_withdrawn_application_does_not_count(make_store: MakeStore, result: str, verdict: Verdict) -> None:
    rows = registration(), application("2025-06-20", result=result)
    assert duplicate_gate(applicant(make_store, *rows)).verdict is verdict


def test_row_0_06_the_reason_says_when_to_come_again_and_on_which_record(make_store: MakeStore) -> None:
    gate = duplicate_gate(applicant(make_store, registration(), application("2025-06-10"), application("2025-06-01")))
    assert gate.reason.en == "applied already on 2025-06-10: not again within 30 days, from 2025-07-11 on"
    assert gate.reason.evidence == ("test:application-1", "test:application-2")


def test_row_0_06_silence_of_the_bank_is_not_known_of_a_client_it_is(make_store: MakeStore) -> None:
    assert duplicate_gate(applicant(make_store, registration())).verdict is Verdict.UNKNOWN
    assert duplicate_gate(applicant(make_store, registration(), customer())).verdict is Verdict.PASS
