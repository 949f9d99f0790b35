"""The sums of a court document: what each is for, and whether it is asked for, awarded or only told."""

import re
from functools import cache
from itertools import islice

from firmgraph.nlp.litigation.amounts import Sum, find_sums
from firmgraph.nlp.litigation.judgment import Amount, AmountKind, Stage
from firmgraph.nlp.litigation.rules import any_word, litigation_rules, pattern
from firmgraph.nlp.litigation.sections import Sections, inside

MOST_AMOUNTS = 5_000
_BEFORE = 24
_AFTER = 8
_CLAUSE = re.compile(r"[,。;:(\n]")
_ITEM = re.compile(r"[。;\n]")
_RESTATED = re.compile(r"[\s整]?[(](?:小写|大写|即|折合)?:?(?:人民币)?[¥]?")


def find_amounts(normal: str, sections: Sections) -> tuple[Amount, ...]:
    """All sums by place, at most `MOST_AMOUNTS`; one said twice, in words and in figures, is one."""
    found: list[Amount] = []
    previous: Sum | None = None
    for sum_ in islice(find_sums(normal), MOST_AMOUNTS):
        if previous is None or not _restates(normal, previous, sum_):
            found.append(_amount(normal, sum_, sections))
        previous = sum_
    return tuple(found)


def _restates(normal: str, first: Sum, second: Sum) -> bool:
    between = normal[first.end : second.start]
    return first.fen == second.fen and len(between) < 12 and _RESTATED.fullmatch(between) is not None


def _amount(normal: str, sum_: Sum, sections: Sections) -> Amount:
    kind = _kind(normal, sum_)
    stage = _stage(sum_.start, sections, kind)
    return Amount(sum_.fen, sum_.currency, kind, stage, _counts(normal, sum_, stage), sum_.start, sum_.end)


@cache
def _kinds() -> tuple[re.Pattern[str], dict[str, AmountKind]]:
    kinds = {cue: rule.kind for rule in litigation_rules().amount_kinds for cue in rule.cues}
    return any_word(kinds), kinds


def _kind(normal: str, sum_: Sum) -> AmountKind:
    """The kind said nearest before a sum in its clause, else right after it."""
    words, kinds = _kinds()
    before = _tail_clause(normal[max(sum_.start - _BEFORE, 0) : sum_.start])
    named = [kinds[found[0]] for found in words.finditer(before)]
    if named:
        return named[-1]
    after = words.match(normal[sum_.end : sum_.end + _AFTER].lstrip("的整《"))
    return kinds[after[0]] if after else "unsaid"


def _tail_clause(before: str) -> str:
    """What stands in a sum's own clause; a colon or an opening comma directly before it belongs to it (借款本金:)."""
    body = before.rstrip(" ,:共计合为是人民币(")
    borders = [found.end() for found in _CLAUSE.finditer(body)]
    return body[borders[-1] :] if borders else body


def _stage(start: int, sections: Sections, kind: AmountKind) -> Stage:
    if sections.disposition and sections.disposition[0] <= start:
        if start < sections.disposition[1]:
            return "costs" if kind == "costs" else "award"
        return "costs" if kind == "costs" else "told"
    if inside(sections.claims, start):
        return "claim"
    return "award" if inside(sections.told, start) else "told"


def _counts(normal: str, sum_: Sum, stage: Stage) -> bool:
    """Whether a sum adds to what is asked for or awarded."""
    if stage not in {"claim", "award"}:
        return False
    rule = litigation_rules().uncounted
    before = normal[max(sum_.start - _BEFORE, 0) : sum_.start]
    if pattern(f"(?:{rule.before})$").search(before) or pattern(rule.after).match(normal, sum_.end):
        return False
    item = _last_part(normal[max(sum_.start - 160, 0) : sum_.start])
    return pattern(rule.parts).search(item) is None


def _last_part(before: str) -> str:
    """The item or bracket in which a sum stands, up to the sum."""
    cut = max([found.end() for found in _ITEM.finditer(before)], default=0)
    item = before[cut:]
    return item[item.rfind(")") + 1 :]
