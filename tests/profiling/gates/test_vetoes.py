from tests.profiling.gates.applying import ASKED, applicant
from tests.profiling.rows import AT, FIRM, MakeStore, account, customer, good_firm, product_row, registration

from firmgraph.profiling.gates.vetoes import vetoes_gate
from firmgraph.profiling.match import match
from firmgraph.profiling.request import read_request
from firmgraph.profiling.verdict import Verdict

DISHONEST = ("enforcement", {"party": FIRM, "enforcement": "失信", "case_no": "（2025）测执1号", "filed": "2025-02-01"})


def test_row_57_a_dishonest_debtor_is_refused_with_the_record(make_store: MakeStore) -> None:
    gate = vetoes_gate(applicant(make_store, *good_firm(), DISHONEST))
    assert gate.verdict is Verdict.FAIL
    assert gate.reason.en.startswith("a veto strikes: A3")
    assert gate.reason.evidence == ("test:enforcement-8",)
    assert "vetoes" in gate.packs


def test_row_57_an_unknown_veto_refuses_nobody_and_is_told(make_store: MakeStore) -> None:
    gate = vetoes_gate(applicant(make_store, registration(), customer()))
    assert gate.verdict is Verdict.UNKNOWN
    assert "A1" in gate.reason.en


def test_row_57_a_firm_the_graph_does_not_know_is_unknown(make_store: MakeStore) -> None:
    assert vetoes_gate(applicant(make_store, product_row("P1"))).verdict is Verdict.UNKNOWN


def test_row_57_a_high_score_never_passes_a_veto(make_store: MakeStore) -> None:
    """The best of firms, with one open overdue of M2, is offered nothing, and what else it has is still told."""
    rows = [row for row in good_firm() if row[0] != "credit_account"]
    late = account(overdue_days=31, overdue_amount=10)
    answer = match(make_store([*rows, late, product_row("P1")]), read_request(ASKED), AT)
    assert answer.offers == ()
    failed = {gate.name for gate in answer.gates if gate.verdict is Verdict.FAIL}
    assert {"vetoes", "prescreen"} <= failed
    assert {gate.name: gate.verdict for gate in answer.gates}["five_tier"] is Verdict.PASS
