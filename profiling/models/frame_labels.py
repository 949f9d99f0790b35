"""What a client did after a cut-off: fell into arrears, drew, used so much of its lines; or why it has no label.

The window of each label stands in `data/table.yaml`; it must be over before the label counts, also of the bad.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.frame_seen import Seen, Standing, month_end, table_rules
from firmgraph.profiling.models.utilisation import utilisation

Why = Literal["not_applicable", "window_open", "not_observed", "already_bad", "without_line", "not_told"]
WHY: Mapping[Why, str] = {
    "not_applicable": "no open credit account at the cut-off: not an existing client",
    "window_open": "the time the label tells of is not over",
    "not_observed": "the accounts were not observed long enough after the cut-off",
    "already_bad": "overdue or in default at the cut-off already",
    "without_line": "no line, or none above nought, at the end of the time",
    "not_told": "what was drawn is not told",
}


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be learned of a client's month: `value` up to 1, and `raw`, which a utilisation may exceed."""

    value: float
    raw: float


def label_rule(label: str) -> Mapping[str, Any]:
    """Return the rule of a label; InvalidInput where there is none, or its window does not follow the cut-off."""
    rules = table_rules()["labels"]
    if label not in rules:
        raise InvalidInput(f"no label {label}, but {', '.join(rules)}", field="label")
    rule: Mapping[str, Any] = rules[label]
    check_window(rule)
    return rule


def check_window(rule: Mapping[str, Any]) -> None:
    """Refuse with InvalidInput a label that tells of the time before its cut-off."""
    if not 1 <= int(rule["most_silent"]) <= int(rule["months"]):
        raise InvalidInput("the time a label tells of begins after the cut-off and has a month at least", field="label")


def label_of(seen: Seen, name: str, through: str) -> Label | Why:
    """Return the label of a client at a cut-off, or why it has none; `through` is the last day anything is known of."""
    rule = label_rule(name)
    now = seen.standing()
    if now is None:
        return "not_applicable"
    end = month_end(seen.day, rule["months"])
    if end > through:
        return "window_open"
    if name == "risk":
        return _risk(seen, now, rule)
    last = seen.standing(-rule["months"])
    if last is not None and last.observed <= month_end(end, -rule["most_silent"]):
        return "not_observed"
    return _drew(now, last) if name == "willingness" else _used(last, rule["drawn"])


def _risk(seen: Seen, now: Standing, rule: Mapping[str, Any]) -> Label | Why:
    if _is_bad(now, rule):
        return "already_bad"
    after = list(_standings(seen, rule["months"]))
    bad = any(one is not None and _is_bad(one, rule) for one in after)
    end = month_end(seen.day, rule["months"])
    last = after[-1]
    if not bad and last is not None and last.observed <= month_end(end, -rule["most_silent"]):
        return "not_observed"
    return Label(float(bad), float(bad))


def already_bad(seen: Seen) -> bool:
    """Tell whether a client was in default on the cut-off, so that nobody can tell whether it will be."""
    now = seen.standing()
    return now is not None and _is_bad(now, label_rule("risk"))


def _standings(seen: Seen, months: int) -> Iterator[Standing | None]:
    for ahead in range(1, months + 1):
        yield seen.standing(-ahead)


def _is_bad(stood: Standing, rule: Mapping[str, Any]) -> bool:
    tiers = {row.payload.get("five_tier") for row in stood.accounts}
    overdue = stood.days is not None and stood.days > rule["overdue_days_above"]
    return overdue or not tiers.isdisjoint(rule["default_tiers"])


def _drew(now: Standing, last: Standing | None) -> Label | Why:
    """Whether more was drawn in all; the accounts of the cut-off that were closed since count as they were then."""
    if last is None:
        return Label(0.0, 0.0)
    if now.drawn_total is None or last.drawn_total is None:
        return "not_told"
    drew = float(last.drawn_total > now.drawn_total)
    return Label(drew, drew)


def _used(last: Standing | None, drawn: str) -> Label | Why:
    amounts = [getattr(last, column) if last else None for column in (drawn, "line")]
    found = utilisation(*(np.array([np.nan if amount is None else amount], np.float64) for amount in amounts))
    if found.without_line:
        return "without_line"
    return Label(float(found.clipped[0]), float(found.raw[0])) if found.kept[0] else "not_told"
