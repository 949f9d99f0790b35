"""Three-valued evaluation of rule expressions: PASS, FAIL, UNKNOWN by Kleene's logic, with what decided and why.

A name whose value is not known makes its comparison UNKNOWN; `and` and `or` may decide all the same. Dividing by zero,
and comparing a number with a text, cannot be told either. Every number is an exact decimal.
"""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from types import MappingProxyType
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.expression import Expression
from firmgraph.profiling.verdict import Verdict, all_of, any_of, judge, negation

Scalar = Decimal | str | bool
Value = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with the records that state it; None is not known."""

    value: Value | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A comparison: both sides as written and as they are, its verdict, and by how much the left misses the right."""

    name: str
    sign: str
    wanted: str
    verdict: Verdict
    left: Value | None
    right: Value | None
    gap: Decimal | None = None

    @property
    def words(self) -> str:
        """The comparison as it is written."""
        return f"{self.name} {self.sign} {self.wanted}"

    def wire(self) -> dict[str, Any]:
        """The body of a comparison."""
        return {
            "words": self.words,
            "verdict": self.verdict,
            "actual": spoken_value(self.left),
            "required": spoken_value(self.right),
            "gap": None if self.gap is None else shortest(self.gap),
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an expression says: the findings that decided it, their records, and the names that are not known."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    evidence: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def spoken_value(value: Value | None) -> str | bool | list[str] | None:
    """Return a value as answers tell it: numbers as decimal text."""
    if isinstance(value, tuple):
        return [shortest(one) if isinstance(one, Decimal) else str(one) for one in value]
    return shortest(value) if isinstance(value, Decimal) else value


Lookup = Callable[[str], Fact]
_COMPARE: Mapping[type[ast.cmpop], Callable[[Scalar, Scalar], bool]] = MappingProxyType(
    {
        ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
        ast.Eq: operator.eq, ast.NotEq: operator.ne,
    }
)  # fmt: skip
_COMPUTE: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = MappingProxyType(
    {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
)
_CALLED: Mapping[str, Callable[[Iterable[Decimal]], Decimal]] = MappingProxyType(
    {"min": min, "max": max, "abs": lambda values: abs(next(iter(values)))}
)


def evaluate(expression: Expression, lookup: Lookup) -> Judgement:
    """Return what an expression says of the facts a look-up gives."""
    return _Evaluation(expression, lookup).judged(expression.tree)


@dataclass(frozen=True, slots=True)
class _Evaluation:
    expression: Expression
    lookup: Lookup

    def judged(self, node: ast.expr) -> Judgement:
        """The judgement of a condition: joined by and, or, not; compared; or a name that says yes or no."""
        if isinstance(node, ast.BoolOp):
            parts = [self.judged(value) for value in node.values]
            return _joined(parts, all_of if isinstance(node.op, ast.And) else any_of)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.judged(node.operand)
            return Judgement(negation(inner.verdict), inner.findings, inner.evidence, inner.unknown)
        if isinstance(node, ast.Compare):
            return self._compared(node)
        fact, unknown = self._value(node)
        holds = fact.value if isinstance(fact.value, bool) else None
        finding = Finding(self.expression.words_of(node), "is", "true", judge(holds), fact.value, True)
        return Judgement(judge(holds), (finding,), fact.evidence, unknown)

    def _compared(self, node: ast.Compare) -> Judgement:
        sides = [node.left, *node.comparators]
        parts = [self._pair(*pair) for pair in zip(sides, node.ops, sides[1:], strict=False)]
        return parts[0] if len(parts) == 1 else _joined(parts, all_of)

    def _pair(self, left: ast.expr, relation: ast.cmpop, right: ast.expr) -> Judgement:
        (one, unknown), (other, more) = self._value(left), self._value(right)
        holds = _holds(one.value, relation, other.value)
        words, wanted = self.expression.words_of(left), self.expression.words_of(right)
        gap = _gap(one.value, other.value) if holds is False else None
        finding = Finding(words, _SIGNS[type(relation)], wanted, judge(holds), one.value, other.value, gap)
        evidence = tuple(sorted({*one.evidence, *other.evidence}))
        return Judgement(judge(holds), (finding,), evidence, tuple(dict.fromkeys((*unknown, *more))))

    def _value(self, node: ast.expr) -> tuple[Fact, tuple[str, ...]]:
        if isinstance(node, ast.Constant):
            return Fact(_constant(node.value)), ()
        if isinstance(node, ast.Name):
            found = self.lookup(node.id)
            return found, () if found.value is not None else (node.id,)
        return self._composed(node)

    def _composed(self, node: ast.expr) -> tuple[Fact, tuple[str, ...]]:
        if isinstance(node, ast.List | ast.Tuple):
            return self._computed(node.elts, _as_list)
        if isinstance(node, ast.UnaryOp):
            return self._computed([node.operand], lambda values: -_number(values[0]))
        if isinstance(node, ast.BinOp):
            compute = _COMPUTE[type(node.op)]
            return self._computed([node.left, node.right], lambda v: compute(_number(v[0]), _number(v[1])))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = _CALLED[node.func.id]
            return self._computed(node.args, lambda values: called(map(_number, values)))
        return Fact(None), (self.expression.words_of(node),)

    def _computed(
        self, nodes: Iterable[ast.expr], compute: Callable[[list[Value]], Value]
    ) -> tuple[Fact, tuple[str, ...]]:
        found = [self._value(node) for node in nodes]
        evidence = tuple(sorted({record for fact, _ in found for record in fact.evidence}))
        unknown = tuple(dict.fromkeys(name for _, names in found for name in names))
        values = [fact.value for fact, _ in found if fact.value is not None]
        if len(values) < len(found):
            return Fact(None, evidence), unknown
        try:
            return Fact(compute(values), evidence), unknown
        except (DecimalException, TypeError):
            return Fact(None, evidence), unknown


_SIGNS: Mapping[type[ast.cmpop], str] = MappingProxyType(
    {
        ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
        ast.In: "in", ast.NotIn: "not in",
    }
)  # fmt: skip


def _constant(value: object) -> Scalar:
    return value if isinstance(value, bool | str) else Decimal(str(value))


def _joined(parts: list[Judgement], join: Callable[[Iterable[Verdict]], Verdict]) -> Judgement:
    """Join judgements: those that say what the whole says decided it; unknown names count where they leave it open."""
    verdict = join(part.verdict for part in parts)
    told = [part for part in parts if part.verdict is verdict]
    return Judgement(
        verdict,
        tuple(finding for part in told for finding in part.findings),
        tuple(sorted({record for part in told for record in part.evidence})),
        tuple(dict.fromkeys(name for part in told for name in part.unknown)) if verdict is Verdict.UNKNOWN else (),
    )


def _holds(left: Value | None, relation: ast.cmpop, right: Value | None) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(relation, ast.In | ast.NotIn):
        inside = _inside(left, right)
        return inside if inside is None or isinstance(relation, ast.In) else not inside
    if isinstance(left, tuple) or isinstance(right, tuple) or type(left) is not type(right):
        return None
    return _COMPARE[type(relation)](left, right)


def _inside(left: Value, right: Value) -> bool | None:
    """Tell whether a value stands in a list, or two lists share one; a text in a text is looked for in it."""
    if isinstance(right, tuple):
        return bool(set(left) & set(right)) if isinstance(left, tuple) else left in right
    return left in right if isinstance(left, str) and isinstance(right, str) else None


def _gap(left: Value | None, right: Value | None) -> Decimal | None:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return abs(right - left)
    return None


def _number(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError("only numbers can be computed with")
    return value


def _as_list(values: list[Value]) -> Value:
    if any(isinstance(value, tuple) for value in values):
        raise TypeError("a list holds no list")
    return tuple(value for value in values if not isinstance(value, tuple))
