"""Degrees of kinship over chains of stated relations: who is a close relative of whom.

A relation from one person to another reads 'the first is the … of the second': `parent` from A to B makes A a parent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from firmgraph.graph.snapshot.view import View

_WORDS: Mapping[tuple[int, int], tuple[str, str]] = {
    (1, 0): ("parent", "父母"),
    (2, 0): ("grandparent", "祖父母"),
    (0, 1): ("child", "子女"),
    (0, 2): ("grandchild", "孙子女"),
    (1, 1): ("sibling", "兄弟姐妹"),
}


class Degree(NamedTuple):
    """How far a relative is: steps up to a common ancestor, steps down from it, and marriages crossed."""

    up: int
    down: int
    marriages: int

    @property
    def lineal(self) -> bool:
        """Tell whether the relative is of the direct line."""
        return self.up == 0 or self.down == 0

    @property
    def generations(self) -> int:
        """The generations between the two, each of them counted, so that parents are of the second."""
        return max(self.up, self.down) + 1

    def then(self, step: str) -> "Degree | None":
        """Return the degree of the parent, child, sibling or spouse of a relative of this degree.

        None where that is no kinship by itself, as for the other parent of a child.
        """
        up, down, marriages = self
        if step == "spouse":
            return Degree(up, down, marriages + 1)
        if step == "child":
            return Degree(up, down + 1, marriages)
        if step == "parent":
            return Degree(up + 1, 0, marriages) if down == 0 else None
        # A sibling's sibling is a sibling, and a child's sibling a child.
        return Degree(up + 1, 1, marriages) if down == 0 else self

    def word(self, chinese: bool = False) -> str:
        """Return what a relative of this degree is called."""
        known = _WORDS.get((self.up, self.down))
        if known is None:
            known = ("spouse", "配偶") if self == (0, 0, 1) else (f"kin {self.up}-{self.down}", "亲属")
        if self.marriages and self != (0, 0, 1):
            return f"{known[1]}（姻亲）" if chinese else f"{known[0]} by marriage"
        return known[1] if chinese else known[0]


@dataclass(frozen=True, slots=True)
class Relative:
    """A close relative of a person: of what degree, by which chain of persons, on which records."""

    node: int
    id: str
    name: str
    degree: Degree
    chain: tuple[int, ...]
    evidence: tuple[str, ...]


def is_close(degree: Degree, rule: Mapping[str, Any]) -> bool:
    """Tell whether a degree lies within the generations and marriages of a rule; `rule` is `kin` of a group pack."""
    if degree.marriages > rule["marriages"]:
        return False
    return degree.generations <= int(rule["lineal_generations" if degree.lineal else "collateral_generations"])


def close_relatives(view: View, person: int, rule: Mapping[str, Any]) -> tuple[Relative, ...]:
    """Return the close relatives of a person by id, each by its nearest degree and shortest chain."""
    found: dict[int, Relative] = {}
    start = Relative(person, view.id(person), view.name(person), Degree(0, 0, 0), (person,), ())
    waiting, seen = [start], {(person, start.degree)}
    while waiting:
        reached = [r for one in waiting for r in _beyond(view, one, rule) if (r.node, r.degree) not in seen]
        waiting = []
        for relative in sorted(reached, key=lambda r: (sum(r.degree), r.degree, r.id, [view.id(n) for n in r.chain])):
            if (relative.node, relative.degree) in seen or relative.node == person:
                continue
            seen.add((relative.node, relative.degree))
            waiting.append(relative)
            found.setdefault(relative.node, relative)
    return tuple(sorted(found.values(), key=lambda relative: relative.id))


def _beyond(view: View, one: Relative, rule: Mapping[str, Any]) -> list[Relative]:
    """Return the close relatives one stated relation further."""
    edges, found = view.edges("kin_of"), []
    for edge in view.edges_of(one.node, ("kin_of",)):
        relation = str(edges.properties_of(edge.number).get("relation"))
        step = relation if edge.end == one.node else {"parent": "child", "child": "parent"}.get(relation, relation)
        degree = one.degree.then(step) if step in ("spouse", "parent", "child", "sibling") else None
        other = edge.other(one.node)
        if degree is not None and is_close(degree, rule) and other not in one.chain:
            evidence = tuple(dict.fromkeys((*one.evidence, *edges.evidence_of(edge.number))))
            chain = (*one.chain, other)
            found.append(Relative(other, view.id(other), view.name(other), degree, chain, evidence))
    return found
