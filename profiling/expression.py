"""Expressions of rules: a small language of comparisons, arithmetic, and, or, not over names, read once and checked.

`overdue_months_in_six <= most and not blacklisted` names facts of a firm and parameters of its pack. Numbers are exact
decimals, texts stand in quotes, lists in brackets. Nothing else of Python is allowed, so a pack can do no harm.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import isfinite

from firmgraph.errors import InvalidInput

FUNCTIONS = ("abs", "max", "min")
_MOST_CHARACTERS = 2000
_MOST_DEPTH = 40
_ALLOWED: tuple[type[ast.AST], ...] = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Lt, ast.LtE, ast.Gt,
    ast.GtE, ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Name, ast.Load,
    ast.Constant, ast.List, ast.Tuple, ast.Call,
)  # fmt: skip


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text as written, its syntax tree, and the names it asks for, in order of the text."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]

    def words_of(self, node: ast.AST) -> str:
        """Return a part of the expression as it is written."""
        return self._words.get(id(node), self.text)

    @cached_property
    def _words(self) -> Mapping[int, str]:
        parts = {id(node): ast.get_source_segment(self.text, node) for node in ast.walk(self.tree)}
        return {node: words for node, words in parts.items() if words}


@cache
def read_expression(text: str) -> Expression:
    """Return the expression of a text; raise InvalidInput that tells the column and what cannot be understood."""
    plain = " ".join(text.split())
    if not plain or len(plain) > _MOST_CHARACTERS:
        raise InvalidInput(f"an expression has 1 to {_MOST_CHARACTERS} characters", field="expression")
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
        place = f"column {error.offset}" if isinstance(error, SyntaxError) else "it is nested too deeply or has NUL"
        raise InvalidInput(f"{plain!r} is no expression: {place}", field="expression") from None
    _check(tree, plain)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called]
    found.sort(key=lambda name: name.col_offset)
    return Expression(plain, tree, tuple(dict.fromkeys(name.id for name in found)))


def _check(tree: ast.expr, text: str) -> None:
    for node, depth in _walk(tree):
        if depth > _MOST_DEPTH:
            raise InvalidInput(f"{text!r} is nested deeper than {_MOST_DEPTH}", field="expression")
        if not isinstance(node, _ALLOWED) or not _understood(node):
            column = getattr(node, "col_offset", 0) + 1
            raise InvalidInput(f"{text!r}: column {column}: this cannot stand in a rule", field="expression")


def _walk(tree: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node)]


def _understood(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        known = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
        return known and bool(node.args) and not node.keywords
    if isinstance(node, ast.Constant):
        value = node.value
        return isinstance(value, bool | int | str) or (isinstance(value, float) and isfinite(value))
    return True
