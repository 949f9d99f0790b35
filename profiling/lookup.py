"""What names in rules mean for a case: features of the firm, terms of the request, parameters of the pack."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.profiling.case import Case
from firmgraph.profiling.evaluation import Fact, Finding, Lookup, Value, spoken_value
from firmgraph.profiling.features import describe
from firmgraph.profiling.measured import Measured

TERMS = {"amount": "申请金额", "term_months": "申请期限（月）"}


def lookup_of(case: Case, parameters: Mapping[str, Any], more: Mapping[str, Measured] | None = None) -> Lookup:
    """Return the look-up of a case; `more` gives what neither records nor request tell.

    A name that means nothing anywhere raises InvalidInput.
    """
    features = {**case.features, **(more or {})}

    def look_up(name: str) -> Fact:
        if name in features:
            return Fact(features[name].value, features[name].evidence)
        if name in TERMS:
            return Fact(Decimal(getattr(case.terms, name)))
        if name in parameters:
            return Fact(value_of(parameters[name]))
        raise InvalidInput(f"the rule names {name}, which is no feature and no parameter", field="pack")

    return look_up


def value_of(parameter: Any) -> Value:
    """Return a parameter as expressions compute with it: numbers exact, also those written as text."""
    if isinstance(parameter, bool):
        return parameter
    if isinstance(parameter, list | tuple):
        return tuple(one for one in map(value_of, parameter) if not isinstance(one, tuple))
    try:
        return Decimal(str(parameter))
    except ArithmeticError:
        return str(parameter)


def finding_zh(finding: Finding) -> str:
    """Return a comparison in Chinese words: what it is about, what there is, what is required."""
    return f"{_label(finding.name)}{_told(finding, '未知')}，要求 {finding.sign} {spoken_value(finding.right)}"


def finding_en(finding: Finding) -> str:
    """Return a comparison in English words."""
    return f"{finding.name} {_told(finding, 'not known')}, required {finding.sign} {spoken_value(finding.right)}"


def _told(finding: Finding, unknown: str) -> str:
    return unknown if finding.left is None else str(spoken_value(finding.left))


def _label(name: str) -> str:
    described = describe().get(name)
    return described.partition(":")[0] + " " if described else f"{TERMS.get(name, name)} "
