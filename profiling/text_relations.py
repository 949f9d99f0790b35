"""Relations between two firms that notes and reports tell, as suspected findings of both with the record that says it.

A text is hearsay next to a register or a contract: however plainly it speaks, its relation is `suspected` (疑似), and
is a finding beside the graph's relations, never one of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.conclusions import Conclusion
from firmgraph.graph.elements import StoredRecord
from firmgraph.nlp.relations import Party, TextRelation, relations_in
from firmgraph.nlp.relations.parties import find_parties
from firmgraph.nlp.text import normal_form
from firmgraph.profiling.facts import Facts, fact_rules
from firmgraph.profiling.firm_names import FirmNames, Named

_FILE = Path(__file__).parent / "data" / "text_relations.yaml"
_SENTENCE_END = re.compile(r"[。!?;；！？\n]")
RULE = "text_"
"""What the rules of these findings begin with; the kind of the relation follows."""


@cache
def text_relation_rules() -> Mapping[str, Any]:
    """The table of the texts read, of words for their subject and of words for relations."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


@dataclass(frozen=True, slots=True)
class ToldRelation:
    """A relation that a field of a record tells, and the firms of the store that its two names mean, if any."""

    told: TextRelation
    source: Named
    target: Named
    record: StoredRecord
    field: str

    @property
    def is_between_two_firms(self) -> bool:
        """Whether both names surely mean firms of the store, and not the same one."""
        return self.source.id is not None and self.target.id is not None and self.source.id != self.target.id

    @property
    def day(self) -> str:
        """The day the record speaks of, else that on which it was observed."""
        stated = self.record.payload.get(fact_rules()["kinds"][self.record.kind]["day"])
        return str(stated or self.record.observed_at)[:10]

    @property
    def text(self) -> str:
        """The field that tells it."""
        return str(self.record.payload[self.field])

    @property
    def place(self) -> tuple[int, int]:
        """Where the relation is told: from the first of both names and the words between them to the last."""
        ends = [self.told.source.start, self.told.source.end, self.told.target.start, self.told.target.end]
        ends += self.told.cue or ()
        return min(ends), max(ends)

    def quote(self) -> str:
        """Return the sentence that tells it, shortened."""
        start, end = self.place
        before = [found.end() for found in _SENTENCE_END.finditer(self.text, 0, start)]
        after = _SENTENCE_END.search(self.text, end)
        sentence = self.text[before[-1] if before else 0 : after.start() if after else len(self.text)].strip()
        most = text_relation_rules()["quoted"]
        return sentence if len(sentence) <= most else sentence[:most] + "…"

    def wire(self) -> dict[str, Any]:
        """The body of a told relation, with the characters that tell it."""
        start, end = self.place
        told = {name: getattr(self.told, name) for name in ("kind", "relation", "confidence", "symmetric", "ended")}
        span = {"record": self.record.record_id, "field": self.field, "start": start, "end": end}
        return {
            **told,
            "words": text_relation_rules()["words"][self.told.kind],
            "certainty": "suspected",
            "origin": self.told.origin,
            "source": self.source.wire(),
            "target": self.target.wire(),
            "date": self.day,
            "span": {**span, "text": self.text[start:end]},
        }


def relations_told(facts: Facts, names: FirmNames) -> list[ToldRelation]:
    """Return the relations that the notes and reports about a firm tell, in the order of records and texts.

    A name that means no firm surely is left open (`Named.id` is None) and no firm is made of it.
    """
    return [
        told
        for kind, fields in text_relation_rules()["kinds"].items()
        for record in facts.of(kind)
        for field in fields
        if record.payload.get(field)
        for told in _told(record, field, facts, names)
    ]


def _told(record: StoredRecord, field: str, facts: Facts, names: FirmNames) -> Iterator[ToldRelation]:
    text = str(record.payload[field])
    own = frozenset(text_relation_rules()["subject"])
    for told in relations_in(text, _parties(text)):
        source, target = (_meant(party, own, facts, names) for party in (told.source, told.target))
        yield ToldRelation(told, source, target, record, field)


def _parties(text: str) -> list[Party]:
    """The companies of a text, and the words that mean the firm it is about where a clause begins with them."""
    normal = normal_form(text)
    named = find_parties(normal)
    taken = {place for party in named for place in range(party.start, party.end)}
    opening = re.finditer(text_relation_rules()["opening"], normal)
    return named + [Party(*found.span(), found[0]) for found in opening if not taken & set(range(*found.span()))]


def _meant(party: Party, own: frozenset[str], facts: Facts, names: FirmNames) -> Named:
    if party.name in own and facts.described is not None:
        return Named(party.name, facts.subject, facts.described.node.name, "subject")
    return names.meant_by(party.name)


def relation_conclusions(told: Iterable[ToldRelation]) -> list[Conclusion]:
    """Return the findings of relations between two firms of the store, one for each kind, direction and day."""
    between = sorted((one for one in told if one.is_between_two_firms), key=lambda one: (*_key(one), one.quote()))
    return [_conclusion(list(same)) for _, same in groupby(between, key=_key)]


def _key(one: ToldRelation) -> tuple[str, str, str, str]:
    ends = (str(one.source.id), str(one.target.id))
    first, second = sorted(ends) if one.told.symmetric else ends
    return _rule(one), first, second, one.day


def _rule(one: ToldRelation) -> str:
    return f"{RULE}{one.told.kind}" + ("_ended" if one.told.ended else "")


def _conclusion(same: list[ToldRelation]) -> Conclusion:
    one = same[0]
    rule, source, target, day = _key(one)
    joint = " 与 " if one.told.symmetric else " → "
    ended = "（文中称已结束）" if one.told.ended else ""
    kind = text_relation_rules()["words"][one.told.kind]
    words = f"疑似{kind}{ended}：{one.source.name}{joint}{one.target.name}（“{one.quote()}”）"
    evidence = tuple(sorted({each.record.record_id for each in same}))
    # What a relation with a direction leads to tells it apart from the same the other way round.
    about = () if one.told.symmetric else (target,)
    pack = f"text-relations-{text_relation_rules()['version']}"
    return Conclusion(
        rule, pack, day, words, None, "suspected", (source, target), about, evidence, one.told.relation
    )  # fmt: skip
