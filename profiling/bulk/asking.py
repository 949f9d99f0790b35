"""What products ask of a whole book: the rules of the single match, asked once for each distinct value they read.

A rule that only rises or falls with one number is asked at as many values as it takes to halve a book to one.
"""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.profiling.bulk.book import Book
from firmgraph.profiling.bulk.column import combined
from firmgraph.profiling.bulk.line import KIND_OF_FIRM
from firmgraph.profiling.case import Case
from firmgraph.profiling.conditions import CLIENT_KIND, Condition
from firmgraph.profiling.conditions_judged import case_lookup
from firmgraph.profiling.conditions_named import CONDITIONS
from firmgraph.profiling.eligibility import Ask
from firmgraph.profiling.evaluation import evaluate
from firmgraph.profiling.expression import Expression, read_expression
from firmgraph.profiling.verdict import Verdict

FAIL, UNKNOWN, PASS = 0, 1, 2
_CODES = {Verdict.FAIL: FAIL, Verdict.UNKNOWN: UNKNOWN, Verdict.PASS: PASS}
VERDICTS = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)
Verdicts = npt.NDArray[np.uint8]
_ORDERS = ast.Lt | ast.LtE | ast.Gt | ast.GtE

# The number or word that each rule reads; those of `_RISING` only rise or fall with it.
COLUMNS_READ: Mapping[str, tuple[str, ...]] = {
    "amount_min": ("amount",),
    "term_min": ("term_months",),
    "term_max": ("term_months",),
    "purposes": ("purpose",),
    "guarantee_types": ("guarantee",),
    "industries": ("industry",),
    "regions": ("region",),
    "size_classes": ("size",),
}
CONDITIONS_READ: Mapping[str, tuple[str, ...]] = {
    "min_years": ("years_since_establishment",),
    "min_revenue": ("revenue",),
    "max_debt_ratio": ("debt_ratio",),
    "no_open_enforcement": ("open_enforcements",),
    "no_open_overdue": ("open_overdue",),
    "qualification_any": ("qualifications",),
    CLIENT_KIND: (KIND_OF_FIRM,),
    "columns": (),
}


@dataclass(frozen=True)
class _Question:
    """What is asked of a case, the names it reads, and whether the answer only rises or falls with that number."""

    judge: Callable[[Case], Verdict]
    reads: tuple[str, ...]
    rising: bool = False


def verdicts(asks: Iterable[Ask], book: Book) -> Verdicts:
    """Return what each row of a book says to each ask: 0 fails, 1 is not known, 2 passes."""
    found = [_asked(ask, book) for ask in asks]
    return np.ascontiguousarray(np.stack(found, axis=1)) if found else np.empty((book.rows.size, 0), np.uint8)


def _asked(ask: Ask, book: Book) -> Verdicts:
    condition = ask.condition
    if condition is None:
        return _as_whole(ask, COLUMNS_READ[ask.column], book)
    if condition.expression is not None:
        return _expressed(ask, condition, book)
    named = condition.rule in CONDITIONS and not condition.is_words
    return _as_whole(ask, CONDITIONS_READ[condition.rule] if named else (), book)


def _as_whole(ask: Ask, reads: tuple[str, ...], book: Book) -> Verdicts:
    return _answers(_Question(lambda case: ask.judged(case).verdict, reads, _is_number(reads, book)), book)


def _is_number(reads: tuple[str, ...], book: Book) -> bool:
    return len(reads) == 1 and reads[0] in book.numbers


def _expressed(ask: Ask, condition: Condition, book: Book) -> Verdicts:
    try:
        expression = read_expression(condition.expression or "")
    except InvalidInput:
        return _as_whole(ask, (), book)
    if any(book.column(name) is None for name in expression.names):
        return _as_whole(ask, (), book)
    found = _judged(expression, expression.tree, book)
    # What a partial condition says no more of than its text is not known.
    return np.minimum(found, np.uint8(UNKNOWN)) if condition.partial else found


def _judged(expression: Expression, node: ast.expr, book: Book) -> Verdicts:
    """What rows say to a part of an expression; and, or, not are least, greatest and what is left to `PASS`."""
    if isinstance(node, ast.BoolOp):
        parts = np.stack([_judged(expression, one, book) for one in node.values])
        joined: Verdicts = parts.min(axis=0) if isinstance(node.op, ast.And) else parts.max(axis=0)
        return joined
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return PASS - _judged(expression, node.operand, book)
    named = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    part = Expression(expression.text, node, tuple(name for name in expression.names if name in named))
    rising = _is_number(part.names, book) and _compares_once(node)
    return _answers(_Question(lambda case: evaluate(part, case_lookup(case)).verdict, part.names, rising), book)


def _compares_once(node: ast.expr) -> bool:
    """Tell whether a part compares a name with a number for which is more."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], _ORDERS):
        return False
    sides = {type(side) for side in (node.left, *node.comparators)}
    return sides == {ast.Name, ast.Constant}


def _answers(question: _Question, book: Book) -> Verdicts:
    if not book.rows.size:
        return np.empty(0, np.uint8)
    columns = [column for name in question.reads if (column := book.column(name)) is not None]
    if not columns:
        return np.full(book.rows.size, _CODES[question.judge(book.case(0))], np.uint8)
    column = columns[0] if len(columns) == 1 else combined(columns)

    def says(code: int) -> int:
        return _CODES[question.judge(book.case(int(column.first[code])))]

    table = np.zeros(len(column.values) + 1, np.uint8)
    if question.rising and column.values:
        table[:-1] = _halved(says, len(column.values))
        rest: Iterable[int] = (len(column.values),) if column.first[-1] >= 0 else ()
    else:
        rest = column.numbers
    for code in rest:
        table[code] = says(code)
    found: Verdicts = table[column.codes]
    return found


def _halved(says: Callable[[int], int], size: int) -> Verdicts:
    """The answers at increasing values of which the first ones are alike and so are the others."""
    low, high = 0, size - 1
    first, last = says(low), says(high)
    while first != last and high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if says(middle) == first else (low, middle)
    found = np.full(size, last, np.uint8)
    if first != last:
        found[: low + 1] = first
    return found
