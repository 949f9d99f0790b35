from decimal import Decimal
from typing import Any

import pytest
from tests.profiling.gates.applying import applicant
from tests.profiling.rows import FIRM, MakeStore, Row, customer, deals, registration

from firmgraph.errors import InvalidInput
from firmgraph.profiling.gates.expectation import PARTS, expectation_gate, expectation_score
from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.verdict import Verdict

WEIGHTS = dict(zip(PARTS, map(Decimal, ("0.40", "0.10", "0.30", "0.20")), strict=True))
LITERAL = ("expectation-000-literal",)
WATCHED: Row = ("consent", {"party": FIRM, "purpose": "behaviour", "given_at": "2025-01-01"})


def parts(*values: str) -> dict[str, Decimal]:
    return dict(zip(PARTS, map(Decimal, values), strict=True))


def decided(result: str, number: int, day: str = "2024-06-01") -> Row:
    told = {"application_no": f"A{number}", "enterprise": FIRM, "applied_at": day, "result": result}
    return "application", told


def seen(event: str, day: str = "2025-06-18", **stated: Any) -> Row:
    return "behaviour", {"customer_no": "C1", "at": f"{day} 09:30:00", "event": event, **stated}


def expected(make_store: MakeStore, *rows: Row, chosen: tuple[str, ...] = ()) -> Gate:
    return expectation_gate(applicant(make_store, registration(), customer(), *rows, chosen=chosen))


def test_row_0_07_golden_scores() -> None:
    assert expectation_score(parts("1", "1", "0.9", "0.2"), WEIGHTS) == Decimal("0.81")
    assert expectation_score(parts("1", "1", "0.6", "0.6"), WEIGHTS) == Decimal("0.80")


def test_row_0_07_weights_must_sum_to_one_and_name_the_parts() -> None:
    with pytest.raises(InvalidInput):
        expectation_score(parts("1", "1", "1", "1"), {**WEIGHTS, "need": Decimal("0.41")})
    with pytest.raises(InvalidInput):
        expectation_score(parts("1", "1", "1", "1"), {"need": Decimal(1)})


def test_row_0_08_exactly_080_does_not_pass(make_store: MakeStore) -> None:
    """Literally: need 1, no earlier product, all applications approved, attention 0.5 make 0.40 + 0.30 + 0.10."""
    rows = WATCHED, decided("approved", 1), seen("search"), seen("click")
    gate = expected(make_store, *rows, chosen=LITERAL)
    assert (gate.found, gate.verdict) == ("0.8", Verdict.FAIL)
    more = expected(make_store, *rows, seen("view"), chosen=LITERAL)
    assert (Decimal(more.found or 0), more.verdict) == (Decimal("0.82"), Verdict.PASS)


def test_row_0_08_a_first_time_client_passes_by_the_prior_only(make_store: MakeStore) -> None:
    assert expected(make_store, chosen=LITERAL).verdict is Verdict.FAIL
    gate = expected(make_store)
    assert (Decimal(gate.found or 0), gate.verdict) == (Decimal("0.94"), Verdict.PASS)


@pytest.mark.parametrize(("refusals", "verdict"), [(1, Verdict.PASS), (2, Verdict.PASS), (3, Verdict.FAIL)])
def test_row_0_08_refusals_weigh_against_the_prior(make_store: MakeStore, refusals: int, verdict: Verdict) -> None:
    assert expected(make_store, *(decided("refused", n) for n in range(refusals))).verdict is verdict


def test_row_0_07_an_earlier_product_counts(make_store: MakeStore) -> None:
    [(kind, deal)] = deals("P1", 1)
    taken: Row = (kind, {**deal, "enterprise": FIRM})
    assert Decimal(expected(make_store, taken).found or 0) == Decimal("0.95")
    assert expected(make_store, taken).reason.evidence == ("test:deal-2",)


def test_row_0_07_attention_counts_only_with_consent_and_lately(make_store: MakeStore) -> None:
    full = [seen("search", session=str(n)) for n in range(4)]
    assert Decimal(expected(make_store, WATCHED, *full).found or 0) == Decimal("0.96")
    assert Decimal(expected(make_store, *full).found or 0) == Decimal("0.94")
    old = [seen("search", "2025-03-01", session=str(n)) for n in range(4)]
    assert Decimal(expected(make_store, WATCHED, *old, chosen=LITERAL).found or 0) == Decimal("0.4")


def test_a_part_that_is_not_known_is_named_so(make_store: MakeStore) -> None:
    reason = expected(make_store, *deals("P1", 1), decided("approved", 1), chosen=LITERAL).reason
    assert reason.en.endswith(
        "earlier_product (not known) 0 x 0.10, past_success 1 x 0.30, attention (not known) 0 x 0.20"
    )
    assert "曾办产品（未知）0×0.10、历史通过 1×0.30、关注度（未知）0×0.20" in reason.zh
