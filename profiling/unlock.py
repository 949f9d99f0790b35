"""What would unlock a class that was lost, and which unknown facts would decide how many products."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.eligibility import Eligibility, RuleResult
from firmgraph.profiling.grade import ClientGrade, GradeTable, choose_grade
from firmgraph.profiling.money import spoken
from firmgraph.profiling.one_per_class import Choice, grades_of
from firmgraph.profiling.verdict import Verdict

_FILE = Path(__file__).parent / "data" / "unlock.yaml"


@dataclass(frozen=True, slots=True)
class Unlock:
    """The changes by which a product of a lost class would be reached."""

    choice: Choice
    product_id: str
    changes: tuple[RuleResult, ...]

    def wire(self) -> dict[str, Any]:
        """The body of an unlock."""
        own = self.choice.product_class
        return {
            "class": {"id": own.id, "name": own.name},
            "product_id": self.product_id,
            "changes": [change.wire() for change in self.changes],
        }


@cache
def changeable_rules() -> frozenset[str]:
    """The rules a client can come to fulfil."""
    return frozenset(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["changeable"])


def unlocks(
    choices: Iterable[Choice], assessed: Mapping[str, Eligibility], client: ClientGrade, table: GradeTable
) -> list[Unlock]:
    """Return, for each lost class that can be reached, the product that the fewest changes would unlock."""
    found = [_smallest(choice, assessed, client, table) for choice in choices if choice.kept is None]
    return [unlock for unlock in found if unlock is not None]


def _smallest(
    choice: Choice, assessed: Mapping[str, Eligibility], client: ClientGrade, table: GradeTable
) -> Unlock | None:
    paths: list[tuple[int, str, tuple[RuleResult, ...]]] = []
    for member in choice.product_class.members:
        changes = _changes(assessed[member], client, table)
        if changes:
            paths.append((len(changes), member, changes))
    if not paths:
        return None
    _, product_id, changes = min(paths, key=lambda path: path[:2])
    return Unlock(choice, product_id, changes)


def _changes(eligibility: Eligibility, client: ClientGrade, table: GradeTable) -> tuple[RuleResult, ...] | None:
    failed = eligibility.failed
    if any(result.rule not in changeable_rules() for result in failed):
        return None
    grades = grades_of(eligibility.product, table)
    if client.grade in grades:
        return failed
    raised = _raise_grade(grades, client, table)
    return None if raised is None else (*failed, raised)


def _raise_grade(grades: Sequence[str], client: ClientGrade, table: GradeTable) -> RuleResult | None:
    """The asset by which the client reaches one of the grades with the tags it holds; None when no asset does."""
    order = [rule.grade for rule in table.grades]
    for rule in table.grades[order.index(client.grade) + 1 :]:
        if rule.grade in grades and choose_grade(rule.minimum, frozenset(client.held_tags), table) == rule.grade:
            return _asset(rule.minimum, client)
    return None


def _asset(minimum: Decimal, client: ClientGrade) -> RuleResult:
    has = "unknown" if client.asset is None else spoken(client.asset)
    gap = None if client.asset is None else minimum - client.asset
    zh = f"客户资产达到 {spoken(minimum)}（现为 {'未知' if client.asset is None else has}）"
    en = f"raise the client asset to {spoken(minimum)} (now {has})"
    actual = None if client.asset is None else shortest(client.asset)
    verdict = Verdict.UNKNOWN if client.asset is None else Verdict.FAIL
    return RuleResult("client_asset", verdict, shortest(minimum), actual, gap, zh, en, client.evidence)


def information(assessed: Iterable[Eligibility], client: ClientGrade) -> list[dict[str, Any]]:
    """Return each unknown rule, the products it alone leaves undecided (`decides`) and those it touches."""
    decides: Counter[str] = Counter()
    touches: Counter[str] = Counter()
    products = list(assessed)
    for eligibility in products:
        if eligibility.verdict is Verdict.UNKNOWN:
            touches.update(set(eligibility.unknown))
            decides.update(set(eligibility.unknown) if len(set(eligibility.unknown)) == 1 else ())
    if client.verdict is Verdict.UNKNOWN:
        decides["client_asset"] = touches["client_asset"] = sum(e.verdict is not Verdict.FAIL for e in products)
    names = sorted(touches, key=lambda name: (-decides[name], -touches[name], name))
    return [{"unknown": name, "decides": decides[name], "touches": touches[name]} for name in names]
