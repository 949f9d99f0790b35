"""Tags that reading a record makes besides its keywords, joined to those that keywords and fields made."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import prod

from firmgraph.nlp.keywords import MOST_SPANS
from firmgraph.nlp.structured import TagField
from firmgraph.nlp.tags import Tag, TagResult, TagSpan
from firmgraph.nlp.taxonomy import TagRule, taxonomy


@dataclass(frozen=True, slots=True)
class ReadTag:
    """A tag that reading one record made: how strongly, of what day, and the characters and fields that say it."""

    tag: str
    strength: float
    day: date | None
    spans: tuple[TagSpan, ...] = ()
    fields: tuple[TagField, ...] = ()


def records_behind(tag: Tag | ReadTag) -> frozenset[str]:
    """Return the ids of the records that say a tag by their words or fields."""
    return frozenset({span.record for span in tag.spans} | {field.record for field in tag.fields})


def joined(result: TagResult, made: Iterable[ReadTag], today: date) -> TagResult:
    """Return a result with the tags that reading made.

    A record that already said a tag by its words or fields adds the places where it says it, and no weight.
    """
    by_tag: defaultdict[str, list[ReadTag]] = defaultdict(list)
    for one in made:
        by_tag[one.tag].append(one)
    if not by_tag:
        return result
    known = {tag.tag: tag for tag in result.tags}
    held = known.keys() | by_tag.keys()
    rules = [rule for rule in taxonomy().tags if rule.id in held and not held & set(rule.unless)]
    tags = (_tag(rule, known.get(rule.id), by_tag.get(rule.id, ()), today) for rule in rules)
    return replace(result, tags=tuple(sorted(tags, key=lambda tag: (-tag.weight, tag.tag))))


def _tag(rule: TagRule, known: Tag | None, made: Sequence[ReadTag], today: date) -> Tag:
    before = known or Tag(rule.id, rule.group, rule.label_zh, rule.label_en, 0.0, (), ())
    if not made:
        return before
    told = records_behind(before)
    new = (one for one in made if not records_behind(one) & told)
    doubt = (1 - before.weight) * prod(1 - one.strength * _freshness(one.day, today, rule) for one in new)
    return replace(
        before,
        weight=min(max(round(1 - doubt, 4), 0.0001), 1.0),
        spans=tuple(sorted({*before.spans, *(span for one in made for span in one.spans)}, key=_place)[:MOST_SPANS]),
        fields=tuple(sorted({*before.fields, *(said for one in made for said in one.fields)}, key=repr)[:MOST_SPANS]),
    )


def _place(span: TagSpan) -> tuple[str, str, int, int]:
    return span.record, span.field, span.start, span.end


def _freshness(day: date | None, today: date, rule: TagRule) -> float:
    if day is None or rule.half_life_days is None:
        return 1.0
    return float(0.5 ** (max((today - day).days, 0) / rule.half_life_days))
