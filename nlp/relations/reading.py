"""The relations between companies that a text tells of: by rules first, else by a learned model, else none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from firmgraph.nlp.guards import GuardedText, GuardName
from firmgraph.nlp.relations.book import Certainty, relation_book
from firmgraph.nlp.relations.matching import Hit, Pair, hits, masked, pair_in, pairs
from firmgraph.nlp.relations.model import RelationModel, relation_model
from firmgraph.nlp.relations.parties import Party, checked, find_parties
from firmgraph.nlp.text import normal_form

_UNTOLD: frozenset[GuardName] = frozenset({"negated", "excluded", "hypothetical", "question"})
_OVER: frozenset[GuardName] = frozenset({"resolved", "expired"})


@dataclass(frozen=True, slots=True)
class TextRelation:
    """A relation told of two companies, from `source` to `target` (guarantor to debtor, owner to owned).

    `kind` says what is told, `relation` is the graph's word for it. `cue` is the place of the words that say so, None
    where a model learned it from all of the sentence. `ended` tells that the text says it is over. A symmetric
    relation has the company named first as its source.
    """

    kind: str
    relation: str
    source: Party
    target: Party
    cue: tuple[int, int] | None
    certainty: Certainty
    confidence: float
    symmetric: bool
    ended: bool
    origin: Literal["rule", "learned"]


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
    guarded = GuardedText(hidden)
    model = relation_model() if learned else None
    found: list[TextRelation] = []
    for pair in pairs(hidden, named):
        matched = hits(pair)
        told = [_by_rule(hit, guarded) for hit in matched]
        if not matched and model:
            told = [_by_model(pair_in(normal, pair.first, pair.second), guarded, model)]
        found += [relation for relation in told if relation]
    return tuple(sorted(found, key=_place))


def _place(relation: TextRelation) -> tuple[int, int, str]:
    ends = sorted((relation.source.start, relation.target.start))
    return ends[0], ends[1], relation.kind


def _by_rule(hit: Hit, guarded: GuardedText) -> TextRelation | None:
    book = relation_book()
    guards = guarded.guards(hit.start, hit.end)
    if guards & _UNTOLD or _says(book.denied, hit.said) or hit.rule.confidence < book.least_confidence:
        return None
    rule = hit.rule
    certainty: Certainty = "suspected" if _says(book.hearsay, hit.said) else rule.certainty
    ended = bool(guards & _OVER) or _says(book.ended, hit.said)
    source, target = sorted((hit.source, hit.target)) if rule.symmetric else (hit.source, hit.target)
    cue = (hit.start, hit.end)
    return TextRelation(
        rule.kind, rule.relation, source, target, cue, certainty, rule.confidence, rule.symmetric, ended, "rule"
    )


def _by_model(pair: Pair, guarded: GuardedText, model: RelationModel) -> TextRelation | None:
    guess = model.guess(pair)
    meaning = relation_book().learned.get(guess.label)
    if meaning is None or guess.confidence < relation_book().least_learned or _is_untold(pair, guarded):
        return None
    source, target = (pair.second, pair.first) if guess.backward else (pair.first, pair.second)
    confidence = round(guess.confidence, 4)
    return TextRelation(
        *meaning, source, target, None, "suspected", confidence, guess.symmetric, ended=False, origin="learned"
    )


def _is_untold(pair: Pair, guarded: GuardedText) -> bool:
    """Whether one of the names or what stands between them is negated, asked or supposed, or the words deny it."""
    stretches = ((pair.first.start, pair.first.end), (pair.second.start, pair.second.end))
    whole = (pair.first.end, pair.second.start)
    guards = {guard for stretch in (*stretches, whole) for guard in guarded.guards(*stretch)}
    return bool(guards & _UNTOLD) or _says(relation_book().denied, pair.between + pair.after[:16])


def _says(patterns: tuple[str, ...], words: str) -> bool:
    return bool(_any_of(patterns).search(words))


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
