"""What changed about a firm between two days (变更): as the registry tells it, and as relations began and ended."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.snapshot.clock import FIRST_DAY, LAST_DAY, day_number, day_text, known_until
from firmgraph.graph.snapshot.tables import RelationTable
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united

_FILE = Path(__file__).parent / "data" / "changes.yaml"
State = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class FirmChange:
    """One change of one item on its first day; `before` and `after` are what left and came, or as the registry says."""

    item: str
    day: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    evidence: tuple[str, ...]


def changes_between(view: View, node: int, since: str, until: str) -> tuple[FirmChange, ...]:
    """Return what changed about a firm from one day to another, both included, ordered by day and item.

    The registry's own notice of a change and the relations that show it on the same day are one change. The day on
    which the first of its kind came (the founding) is none.
    """
    found: dict[tuple[str, str], FirmChange] = {}
    for change in (*_by_relations(view, node, since, until), *_registered(view, node, since, until)):
        key = (change.item, change.day)
        found[key] = _joined(found[key], change) if key in found else change
    for change in _ended(view, node, since, until):
        found.setdefault((change.item, change.day), change)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0])))


def counted(changes: Iterable[FirmChange]) -> dict[str, int]:
    """Return how many changes there are of each item."""
    return dict(sorted(Counter(change.item for change in changes).items()))


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def _joined(one: FirmChange, other: FirmChange) -> FirmChange:
    """Return the change with both evidences, told by what left and came where relations show it."""
    return FirmChange(one.item, one.day, one.before, one.after, united((one.evidence, other.evidence)))


def _registered(view: View, node: int, since: str, until: str) -> Iterator[FirmChange]:
    table, known = view.snapshot.table("changed"), known_until(view.at)
    for number in table.out_of(node):
        stated = view.properties(int(table.end[number]))
        day = str(stated.get("date", ""))
        if since <= day <= until and table.known_from[number] <= known:
            before, after = (tuple(filter(None, [stated.get(side)])) for side in ("before", "after"))
            yield FirmChange(item_of(str(stated.get("name"))), day, before, after, table.evidence_of(number))


def item_of(words: str) -> str:
    """Return the item a registered change belongs to, `other` where its words are not known."""
    items: Mapping[str, list[str]] = _rules()["words"]
    return next((item for item, telling in items.items() if any(word in words for word in telling)), "other")


def _ended(view: View, node: int, since: str, until: str) -> Iterator[FirmChange]:
    stated = view.properties(node)
    if (day := stated.get("ended")) and since <= day <= until:
        yield FirmChange("status", day, (), tuple(filter(None, [stated.get("status")])), view.evidence(node))


def _by_relations(view: View, node: int, since: str, until: str) -> Iterator[FirmChange]:
    for rule in _rules()["relations"]:
        table = view.snapshot.table(rule["relation"])
        numbers = table.into_node(node) if rule["side"] == "end" else list(table.out_of(node))
        known = [number for number in numbers if table.known_from[number] <= known_until(view.at)]
        for day in _days_of_change(table, known, since, until):
            before = _state(view, table, known, rule, day - 1)
            after = _state(view, table, known, rule, day)
            if before and before != after:
                touched = [n for n in known if day in (int(table.valid_from[n]), int(table.valid_to[n]) + 1)]
                yield FirmChange(
                    rule["item"],
                    day_text(day) or "",
                    _only_in(before, after),
                    _only_in(after, before),
                    united(table.evidence_of(number) for number in touched),
                )


def _days_of_change(table: RelationTable, numbers: Iterable[int], since: str, until: str) -> list[int]:
    """Return the days, as numbers, on which a relation begins or has ended the day before."""
    days: set[int] = set()
    for number in numbers:
        begins, ends = int(table.valid_from[number]), int(table.valid_to[number])
        days.update([begins] if begins != FIRST_DAY else [])
        days.update([ends + 1] if ends != LAST_DAY else [])
    return sorted(day for day in days if day_number(since, 0) <= day <= day_number(until, 0))


def _state(view: View, table: RelationTable, numbers: Iterable[int], rule: Mapping[str, str], day: int) -> State:
    """Return who or what stood in the relation on a day, with the value (stake, role) of each."""
    held: dict[str, set[str]] = {}
    ends = table.start if rule["side"] == "end" else table.end
    for number in numbers:
        if table.valid_from[number] <= day <= table.valid_to[number]:
            value = table.properties_of(number).get(rule.get("value", ""))
            shown = share_text(value) if isinstance(value, int) else str(value or "")
            other = int(ends[number])
            held.setdefault(f"{view.id(other)}\n{view.name(other)}", set()).add(shown)
    return {other: frozenset(values) for other, values in held.items()}


def _only_in(one: State, other: State) -> tuple[str, ...]:
    """Return the names, with their values, that stand in one state and not so in the other."""
    return tuple(
        " ".join([key.partition("\n")[2], *sorted(filter(None, values))])
        for key, values in sorted(one.items())
        if other.get(key) != values
    )
