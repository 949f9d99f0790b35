"""The relations between companies that a text tells of: by rules first, else by a learned model, else none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from firmgraph.nlp.guards import GuardedText, GuardName
from firmgraph.nlp.relations.book import OTHER, Certainty, relation_book
from firmgraph.nlp.relations.features import ReadText
from firmgraph.nlp.relations.matching import Cues, Hit, Pair, hits, masked, pair_in, pairs
from firmgraph.nlp.relations.model import Guess, RelationModel, relation_model
from firmgraph.nlp.relations.parties import Party, checked, find_parties
from firmgraph.nlp.relations.triggers import TriggerWord
from firmgraph.nlp.text import normal_form

_UNTOLD: frozenset[GuardName] = frozenset({"negated", "excluded", "hypothetical", "question"})
_OVER: frozenset[GuardName] = frozenset({"resolved", "expired"})


@dataclass(frozen=True, slots=True)
class TextRelation:
    """A relation told of two companies, from `source` to `target` (guarantor to debtor, owner to owned).

    `kind` says what is told, `relation` is the graph's word for it. `cue` is the place of the words that say so: where
    a model learned it from all of the sentence, of the trigger word nearest the names. `ended` tells that the text
    says it is over. A symmetric relation has the company named first as its source.
    """

    kind: str
    relation: str
    source: Party
    target: Party
    cue: tuple[int, int]
    certainty: Certainty
    confidence: float
    symmetric: bool
    ended: bool
    origin: Literal["rule", "learned"]

    def to_wire(self, text: str) -> dict[str, Any]:
        """The relation with its places in the text and the characters that stand there."""

        def place(start: int, end: int) -> dict[str, Any]:
            return {"start": start, "end": end, "text": text[start:end]}

        return {
            "kind": self.kind,
            "relation": self.relation,
            "source": {"name": self.source.name, **place(self.source.start, self.source.end)},
            "target": {"name": self.target.name, **place(self.target.start, self.target.end)},
            "words": place(*self.cue),
            "certainty": self.certainty,
            "confidence": self.confidence,
            "symmetric": self.symmetric,
            "ended": self.ended,
            "origin": self.origin,
        }


def relations_in(
    text: str, parties: Sequence[Party] | None = None, *, learned: bool = True
) -> tuple[TextRelation, ...]:
    """The relations between the companies of a text, in the order of the text.

    Without `parties` companies are found by how their names end. What is negated, asked or only supposed is not told,
    nor what is less sure than the thresholds of `data/text-relations.yaml`. InvalidInput where a party lies outside.
    """
    normal = normal_form(text)
    named = find_parties(normal) if parties is None else checked(parties, len(text))
    if len(named) < 2:
        return ()
    hidden = masked(normal, named)
    guarded, cues = GuardedText(_without_reports(hidden)), Cues(hidden)
    found: list[TextRelation | None] = []
    without_rule: list[Pair] = []
    for pair in pairs(hidden, named):
        matched = hits(pair, cues)
        found += [_by_rule(hit, guarded) for hit in matched]
        if not matched:
            without_rule.append(pair)
    model = relation_model() if learned and without_rule else None
    if model:
        found += _learned(normal, [pair for pair in without_rule if _may_be_learned(pair)], guarded, model)
    return tuple(sorted((relation for relation in found if relation), key=_place))


def _may_be_learned(pair: Pair) -> bool:
    """Whether no other company stands between the two, nor only the sign by which they are members of a list."""
    return OTHER not in pair.between and pair.between.strip() != "、"


def _learned(
    normal: str, pairs_: Sequence[Pair], guarded: GuardedText, model: RelationModel
) -> Iterator[TextRelation | None]:
    """What the model tells of pairs around which a trigger word stands, all asked together."""
    read = ReadText(normal)
    asked = [pair for pair in pairs_ if read.words.may_say(pair)]
    guesses = model.guesses([(read, pair_in(normal, pair.first, pair.second)) for pair in asked])
    for pair, guess in zip(asked, guesses, strict=True):
        yield _by_model(pair, guess, read.words.trigger(pair, guess.label), guarded)


def _place(relation: TextRelation) -> tuple[int, int, str]:
    ends = sorted((relation.source.start, relation.target.start))
    return ends[0], ends[1], relation.kind


def _by_rule(hit: Hit, guarded: GuardedText) -> TextRelation | None:
    book = relation_book()
    guards = guarded.guards(hit.start, hit.end)
    if guards & _UNTOLD or _says(book.denied, hit.said) or hit.rule.confidence < book.least_confidence:
        return None
    rule = hit.rule
    certainty: Certainty = "suspected" if _says(book.reported + book.hearsay, hit.said) else rule.certainty
    ended = bool(guards & _OVER) or _says(book.ended, hit.said)
    source, target = sorted((hit.source, hit.target)) if rule.symmetric else (hit.source, hit.target)
    cue = (hit.start, hit.end)
    return TextRelation(
        rule.kind, rule.relation, source, target, cue, certainty, rule.confidence, rule.symmetric, ended, "rule"
    )


def _by_model(pair: Pair, guess: Guess, trigger: TriggerWord | None, guarded: GuardedText) -> TextRelation | None:
    meaning = relation_book().learned.get(guess.label)
    if meaning is None or trigger is None or guess.confidence < relation_book().least_learned:
        return None
    if _is_untold(pair, guarded) or guarded.guards(trigger.start, trigger.end) & _UNTOLD:
        return None
    source, target = (pair.second, pair.first) if guess.backward else (pair.first, pair.second)
    cue, confidence = (trigger.start, trigger.end), round(guess.confidence, 4)
    return TextRelation(
        *meaning, source, target, cue, "suspected", confidence, guess.symmetric, ended=False, origin="learned"
    )


def _is_untold(pair: Pair, guarded: GuardedText) -> bool:
    """Whether one of the names or what stands between them is negated, asked or supposed, or the words deny it."""
    stretches = ((pair.first.start, pair.first.end), (pair.second.start, pair.second.end))
    whole = (pair.first.end, pair.second.start)
    guards = {guard for stretch in (*stretches, whole) for guard in guarded.guards(*stretch)}
    return bool(guards & _UNTOLD) or _says(relation_book().denied, pair.between + pair.after[:16])


def _without_reports(hidden: str) -> str:
    """The text with the words that make it hearsay blank, so that they do not guard what they report as supposed."""
    return _any_of(relation_book().reported).sub(lambda found: " " * len(found[0]), hidden)


def _says(patterns: tuple[str, ...], words: str) -> bool:
    return bool(_any_of(patterns).search(words))


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
