from typing import Any

import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.request import read_request

GOOD: dict[str, Any] = {
    "subject": {"name": "测试有限公司"},
    "terms": {"amount": 100000, "term_months": 12, "purpose": "working_capital"},
}


def with_terms(**changed: Any) -> dict[str, Any]:
    return {**GOOD, "terms": {**GOOD["terms"], **changed}}


def test_row_4_01_subject_and_terms_are_accepted() -> None:
    request = read_request(with_terms(amount="50万元", purpose="流动资金", guarantee="抵押;保证"))
    assert request.terms.amount == 500_000
    assert request.terms.purpose == "working_capital"
    assert request.terms.guarantee == ["mortgage", "suretyship"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"terms": GOOD["terms"]}, "subject"),
        ({"subject": GOOD["subject"]}, "terms"),
        ({**GOOD, "subject": {}}, "subject"),
        ({**GOOD, "subject": {"uscc": "91990100000000001X"}}, "subject.uscc"),
        ({**GOOD, "extra": 1}, "extra"),
        ({**GOOD, "as_of": "2025-02-30"}, "as_of"),
        ({**GOOD, "as_of": 20250630}, "as_of"),
        (with_terms(amount=0), "terms.amount"),
        (with_terms(amount=-5), "terms.amount"),
        (with_terms(amount=10**12 + 1), "terms.amount"),
        (with_terms(amount=10**500), "terms.amount"),
        (with_terms(amount=float("inf")), "terms.amount"),
        (with_terms(amount=float("nan")), "terms.amount"),
        (with_terms(amount="1e999"), "terms.amount"),
        (with_terms(amount="800万美元"), "terms.amount"),
        (with_terms(amount="0.001"), "terms.amount"),
        (with_terms(amount=True), "terms.amount"),
        (with_terms(amount=[1]), "terms.amount"),
        (with_terms(term_months=0), "terms.term_months"),
        (with_terms(term_months=601), "terms.term_months"),
        (with_terms(term_months=1.5), "terms.term_months"),
        (with_terms(purpose="gambling"), "terms.purpose"),
        (with_terms(purpose=None), "terms.purpose"),
        (with_terms(guarantee=[["x"]]), "terms.guarantee"),
        (with_terms(secret=1), "terms.secret"),
    ],
)
def test_row_4_01_what_is_wrong_is_refused_with_its_field(body: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read_request(body)
    assert error.value.field == field
    assert "gambling" not in error.value.detail


def test_row_3_10_an_enterprise_fills_in_no_questionnaire() -> None:
    request = read_request(GOOD)
    assert set(request.terms.model_fields_set) == {"amount", "term_months", "purpose"}
    with pytest.raises(InvalidInput) as error:
        read_request(with_terms(savings=1))
    assert error.value.field == "terms.savings"


def test_amount_limits_are_included() -> None:
    assert read_request(with_terms(amount=10**12)).terms.amount == 10**12
    assert read_request(with_terms(amount="0.01", term_months=600)).terms.term_months == 600
