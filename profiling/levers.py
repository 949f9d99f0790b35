"""What a client can change: levers as data, changes that pull them, and the case as it would then be."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import RuleResult
from firmgraph.profiling.evaluation import Finding
from firmgraph.profiling.grade import ClientGrade, GradeTable
from firmgraph.profiling.labels import word_zh
from firmgraph.profiling.money import spoken
from firmgraph.profiling.one_per_class import grades_of
from firmgraph.profiling.verdict import Verdict

_FILE = Path(__file__).parent / "data" / "unlock.yaml"
_TERMS = ("amount", "term_months")
# how many of a lever's steps beyond the figure compared with a comparison holds
_BEYOND = {">=": 0, "<=": 0, "==": 0, ">": 1, "<": -1}
ASSET = "client_asset"


@dataclass(frozen=True, slots=True)
class Change:
    """A lever and what it is set to: a figure, or the word that is added; `before` is what it is, None unknown."""

    lever: str
    value: Decimal | str
    before: Decimal | None = None

    def wire(self) -> dict[str, Any]:
        """The body of a change."""
        told = lever_rules()["levers"][self.lever]
        after = shortest(self.value) if isinstance(self.value, Decimal) else self.value
        zh, en = self._words(told)
        return {
            "lever": self.lever,
            "from": None if self.before is None else shortest(self.before),
            "to": after,
            "gap": self.gap,
            "zh": zh,
            "en": en,
        }

    @property
    def gap(self) -> str | None:
        """By how much the figure changes; None for words and where it is not known."""
        if self.before is None or not isinstance(self.value, Decimal):
            return None
        return shortest(abs(self.value - self.before))

    def _words(self, told: Mapping[str, str]) -> tuple[str, str]:
        if not isinstance(self.value, Decimal):
            return f"{told['zh']}：{word_zh(self.value)}", f"{told['en']}: {self.value}"
        if self.value == 0:
            return told["zh"], told["en"]
        zh = "未知" if self.before is None else spoken(self.before)
        en = "not known" if self.before is None else spoken(self.before)
        return f"{told['zh']}由 {zh} 调整为 {spoken(self.value)}", f"{told['en']} from {en} to {spoken(self.value)}"


@cache
def lever_rules() -> Mapping[str, Any]:
    """The table of levers and the bounds of the search."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def weight_of(lever: str) -> int:
    """Return what a change of a lever weighs."""
    return int(lever_rules()["levers"][lever]["weight"])


def changed(case: Case, changes: Iterable[Change]) -> Case:
    """Return the case as it would be after some changes."""
    terms, figures, gained = case.terms, dict[str, Decimal](), list[str]()
    for change in changes:
        if change.lever in _TERMS and isinstance(change.value, Decimal):
            value = int(change.value) if change.lever == "term_months" else change.value
            terms = terms.model_copy(update={change.lever: value})
        elif change.lever == "guarantee":
            terms = terms.model_copy(update={"guarantee": [*(terms.guarantee or ()), str(change.value)]})
        elif change.lever == "qualification":
            gained.append(str(change.value))
        elif isinstance(change.value, Decimal):
            figures[change.lever] = change.value
    return case.assuming(terms, figures, gained)


def candidates(failed: Iterable[RuleResult], product: Product, case: Case) -> Iterator[Change]:
    """Yield the changes that could mend rules of a product that fail for a case, feasible ones only."""
    for result in failed:
        mend = _MENDS.get(result.rule, _nothing)
        yield from filter(_feasible, _of_findings(result.findings) if result.findings else mend(result, product, case))


def _of_findings(findings: Iterable[Finding]) -> Iterator[Change]:
    """Yield for each comparison of an expression that fails what would make it hold, where its left side is a lever."""
    for finding in findings:
        told = lever_rules()["levers"].get(finding.name)
        if told is None or finding.verdict is not Verdict.FAIL:
            continue
        if isinstance(finding.right, Decimal) and finding.sign in _BEYOND:
            beyond = _BEYOND[finding.sign] * Decimal(told["step"])
            value = finding.right + beyond if beyond else finding.right
            yield Change(finding.name, value, finding.left if isinstance(finding.left, Decimal) else None)
        elif isinstance(finding.right, tuple) and finding.sign == "in":
            yield from (Change(finding.name, str(word)) for word in finding.right)


def grade_changes(product: Product, client: ClientGrade, table: GradeTable) -> Iterator[Change]:
    """Yield the assets at which a client would reach a grade that a product is for."""
    wanted = grades_of(product, table)
    for rule in table.grades:
        if rule.grade in wanted:
            change = Change(ASSET, rule.minimum, client.asset)
            if client.asset is None or (rule.minimum > client.asset and _feasible(change)):
                yield change


def _feasible(change: Change) -> bool:
    if change.lever in _TERMS and isinstance(change.value, Decimal) and change.value <= 0:
        return False
    most = lever_rules()["levers"].get(change.lever, {}).get("most_times")
    if most is None or change.before is None or not isinstance(change.value, Decimal):
        return change.lever in lever_rules()["levers"]
    return change.value <= change.before * Decimal(most)


Mend = Callable[[RuleResult, Product, Case], Iterator[Change]]


def _nothing(_result: RuleResult, _product: Product, _case: Case) -> Iterator[Change]:
    return iter(())


def _term(lever: str) -> Mend:
    def mend(result: RuleResult, _product: Product, case: Case) -> Iterator[Change]:
        if (required := _number(result.required)) is not None:
            yield Change(lever, required, Decimal(getattr(case.terms, lever)))

    return mend


def _figure(lever: str, value: str | None = None) -> Mend:
    def mend(result: RuleResult, _product: Product, _case: Case) -> Iterator[Change]:
        required = _number(result.required if value is None else value)
        if required is not None:
            yield Change(lever, required, None if result.actual is None else _number(result.actual))

    return mend


def _number(text: str) -> Decimal | None:
    """A figure that a rule tells; None where it tells an expression under a name of its own."""
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def _word(lever: str) -> Mend:
    def mend(result: RuleResult, _product: Product, _case: Case) -> Iterator[Change]:
        yield from (Change(lever, word) for word in result.required.split("/"))

    return mend


def _longer(_result: RuleResult, product: Product, case: Case) -> Iterator[Change]:
    """A longer term lightens every payment, up to the product's longest."""
    if product.term_max is not None and product.term_max > case.terms.term_months:
        yield Change("term_months", Decimal(product.term_max), Decimal(case.terms.term_months))


_MENDS: Mapping[str, Mend] = {
    "amount_min": _term("amount"),
    "term_min": _term("term_months"),
    "term_max": _term("term_months"),
    "guarantee": _word("guarantee"),
    "min_revenue": _figure("revenue"),
    "max_debt_ratio": _figure("debt_ratio"),
    "no_open_enforcement": _figure("open_enforcements", "0"),
    "no_open_overdue": _figure("open_overdue", "0"),
    "qualification_any": _word("qualification"),
    "capacity": _longer,
}
