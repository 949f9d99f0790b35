"""Enterprise tags from text and fields: made of keywords with their attributes, the very characters, the fields.

A keyword said n times in a field of a record is evidence of 1 - 0.5^n, a record whose fields say the tag of the
taxonomy's `field_strength`; both are halved with every half-life between their day and the day asked for. A tag's
weight joins its evidence as 1 - product(1 - evidence). What has no day, or still holds, does not age.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from math import prod
from typing import Any, NamedTuple

from firmgraph.nlp.document import Document, read_document
from firmgraph.nlp.guards import GuardedText, GuardName, record_guards
from firmgraph.nlp.keywords import MOST_SPANS, Keyword, Mention, rank_mentions, word_mentions
from firmgraph.nlp.segment import Segmenter, default_segmenter
from firmgraph.nlp.structured import FieldRecord, Statement, TagField, read_fields
from firmgraph.nlp.taxonomy import TagRule, Taxonomy, taxonomy
from firmgraph.nlp.text import Text

_ENDS: GuardName = "resolved"


class TagSpan(NamedTuple):
    """The characters of a record's field that say a tag: the field's text from `start` to `end`, as written."""

    record: str
    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the enterprise, its weight in (0, 1], the keywords that made it, where they stand, fields that say it.

    A tag has spans, or fields, or both.
    """

    tag: str
    group: str
    label_zh: str
    label_en: str
    weight: float
    keywords: tuple[Keyword, ...]
    spans: tuple[TagSpan, ...]
    fields: tuple[TagField, ...] = ()

    def to_wire(self) -> dict[str, Any]:
        """The body that the tags answer shows of a tag."""
        return {
            "tag": self.tag,
            "group": self.group,
            "label_zh": self.label_zh,
            "label_en": self.label_en,
            "weight": self.weight,
            "keywords": [keyword.to_wire() for keyword in self.keywords],
            "spans": [span._asdict() for span in self.spans],
            "fields": [field.to_wire() for field in self.fields],
        }


@dataclass(frozen=True, slots=True)
class TagResult:
    """The keywords and tags of some texts, both by falling weight, and the taxonomy version that made them."""

    keywords: tuple[Keyword, ...]
    tags: tuple[Tag, ...]
    taxonomy: str

    def to_wire(self) -> dict[str, Any]:
        """The body of the tags answer."""
        return {
            "keywords": [keyword.to_wire() for keyword in self.keywords],
            "tags": [tag.to_wire() for tag in self.tags],
            "taxonomy": self.taxonomy,
        }


def tag_texts(texts: Sequence[Text], as_of: date | None = None, records: Sequence[FieldRecord] = ()) -> TagResult:
    """Keywords and tags of all that texts and records said up to `as_of`, by default the newest day of them all."""
    rules, segmenter = taxonomy(), default_segmenter()
    said: list[Text | FieldRecord] = [*texts, *records]
    days = [day for one in said if (day := one.day)]
    today = as_of or max(days, default=None)
    known = [text for text in texts if today is None or text.day is None or text.day <= today]
    documents = [read_document(text, segmenter) for text in known]
    stated = read_fields(records, today)
    found = _find_tags(documents, rules, record_guards(known, today))
    held = _not_suppressed({*found, *stated}, rules)
    found = {tag: mentions for tag, mentions in found.items() if tag in held}
    keywords = _keywords(documents, found, segmenter)
    by_key = {(keyword.word, keyword.source, keyword.field): place for place, keyword in enumerate(keywords)}
    made = []
    for tag in held:
        evidence = _Evidence(found.get(tag, ()), stated.get(tag, ()))
        made_by = sorted({by_key[mention.key] for mention in evidence.mentions})
        made.append(_tag(rules.by_id[tag], evidence, tuple(keywords[place] for place in made_by), today))
    return TagResult(tuple(keywords), tuple(sorted(made, key=lambda tag: (-tag.weight, tag.tag))), rules.version)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What says a tag."""

    mentions: Sequence[Mention]
    statements: Sequence[Statement]


def _find_tags(
    documents: Iterable[Document], rules: Taxonomy, of_record: Mapping[str, frozenset[GuardName]]
) -> dict[str, list[Mention]]:
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for document in documents:
        around = of_record.get(document.source.record, frozenset())
        for tag, mentions in _find_in_document(document, rules, around).items():
            found[tag] += mentions
    return found


def _find_in_document(document: Document, rules: Taxonomy, around: frozenset[GuardName]) -> dict[str, list[Mention]]:
    """The mentions of a document that make each tag: of those inside each other the longest is judged for all."""
    said = list(_readable_mentions(document, rules))
    first_said = {term: start for term, start, _, _ in reversed(said) if _ENDS in rules.guards_of[term]}
    guarded = GuardedText(document.normal, subjects=sorted(first_said.values())) if said else None
    mentioned: defaultdict[str, list[Mention]] = defaultdict(list)
    for term, start, end, readers in said:
        for rule in readers:
            mentioned[rule.id].append(Mention(document, term, start, end))
    excluded = cache(partial(_exclusions, document, rules))
    none: frozenset[GuardName] = frozenset()
    guards = cache(lambda term, start, end: guarded.guards(start, end, rules.guards_of[term]) if guarded else none)
    found: dict[str, list[Mention]] = {}
    for tag, mentions in mentioned.items():
        rule = rules.by_id[tag]
        standing = [one for one in _longest(mentions) if rule.stands(guards(one.word, one.start, one.end) | around)]
        if rule.exclusions and standing:
            standing = [one for one in standing if not _covered(one.start, one.end, excluded().get(tag, ()))]
        if standing:
            found[tag] = standing
    return found


def _readable_mentions(document: Document, rules: Taxonomy) -> Iterator[tuple[str, int, int, list[TagRule]]]:
    """The keywords of a document and their places, each with the tags that may come from its field."""
    source = document.source
    for term, start, end in rules.keyword_index.find(document.normal):
        readers = [rule for rule in rules.by_keyword[term] if rule.reads(source.source, source.field)]
        if readers and not document.splits_a_word(start, end):
            yield term, start, end, readers


def _exclusions(document: Document, rules: Taxonomy) -> dict[str, list[tuple[int, int]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for term, start, end in rules.exclusion_index.find(document.normal):
        for rule in rules.by_exclusion[term]:
            found[rule.id].append((start, end))
    return found


def _covered(start: int, end: int, places: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Leave out what stands inside a longer mention of the same tag."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.end > kept[-1].end:
            kept.append(mention)
    return kept


def _not_suppressed(found: frozenset[str] | set[str], rules: Taxonomy) -> set[str]:
    return {tag for tag in found if not any(other in found for other in rules.by_id[tag].unless)}


def _keywords(documents: Iterable[Document], found: Mapping[str, list[Mention]], segmenter: Segmenter) -> list[Keyword]:
    of_tags = [mention for mentions in found.values() for mention in mentions]
    keep = frozenset(mention.word for mention in of_tags)
    return rank_mentions([*word_mentions(documents), *of_tags], segmenter, keep=keep)


def _tag(rule: TagRule, evidence: _Evidence, keywords: tuple[Keyword, ...], today: date | None) -> Tag:
    fields = sorted({field for statement in evidence.statements for field in statement.fields}, key=repr)
    return Tag(
        tag=rule.id,
        group=rule.group,
        label_zh=rule.label_zh,
        label_en=rule.label_en,
        weight=_weight(rule, evidence, today),
        keywords=keywords,
        spans=tuple(sorted(map(_tag_span, evidence.mentions))[:MOST_SPANS]),
        fields=tuple(fields[:MOST_SPANS]),
    )


def _tag_span(mention: Mention) -> TagSpan:
    source = mention.document.source
    return TagSpan(source.record, source.field, mention.start, mention.end, source.text[mention.start : mention.end])


def _weight(rule: TagRule, evidence: _Evidence, today: date | None) -> float:
    parts = [*_said_in_texts(evidence.mentions), *((taxonomy().field_strength, s.day) for s in evidence.statements)]
    aged = (strength * _freshness(day, today, rule.half_life_days) for strength, day in parts)
    return min(max(round(1 - prod(1 - part for part in aged), 4), 0.0001), 1.0)


def _said_in_texts(mentions: Iterable[Mention]) -> list[tuple[float, date | None]]:
    """The strength of what is said in each field of a record by each keyword, and its day."""
    counts: defaultdict[tuple[str, str, str, date | None], int] = defaultdict(int)
    for mention in mentions:
        source = mention.document.source
        counts[mention.word, source.record, source.field, source.day] += 1
    ordered = sorted(counts.items(), key=str) if len(counts) > 1 else counts.items()
    return [(1 - 0.5**count, day) for (*_, day), count in ordered]


def _freshness(day: date | None, today: date | None, half_life_days: int | None) -> float:
    if day is None or today is None or half_life_days is None:
        return 1.0
    return float(0.5 ** ((today - day).days / half_life_days))
