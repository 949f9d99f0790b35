"""The rules matched on two companies and the words of their sentence around them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firmgraph.nlp.relations.book import OTHER, SOURCE, TARGET, CompiledRule, RelationRule, relation_book
from firmgraph.nlp.relations.parties import Party

_SENTENCE_END = re.compile(r"[。!?;\n]")
_SAID_BESIDE = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two companies of one sentence in their order, with the masked words before, between and after them."""

    first: Party
    second: Party
    before: str
    between: str
    after: str

    def place(self, position: int) -> int:
        """The place in the text of a position in the window, where each of the two names is one character."""
        gap_start = len(self.before) + 1
        if position < gap_start:
            return self.first.start - len(self.before) + position
        if position < gap_start + len(self.between) + 1:
            return self.first.end + position - gap_start
        return self.second.end + position - gap_start - len(self.between) - 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched a pair: its source and target, and the cue's place [start, end) in the text.

    `said` is the stretch of the sentence that the form covers, and a few characters beside it.
    """

    rule: RelationRule
    source: Party
    target: Party
    start: int
    end: int
    said: str


class Cues:
    """The places of all rules' cues in a text, found once for all its pairs."""

    def __init__(self, text: str) -> None:
        rules = relation_book().compiled
        found = ((match.span(), at) for at, rule in enumerate(rules) for match in rule.cue.finditer(text))
        self._places = sorted(found)
        self._longest = max((end - start for (start, end), _ in self._places), default=0)

    def rules_behind(self, pair: Pair) -> list[CompiledRule]:
        """The rules, in order, a cue of which stands behind the name of the first company; every form has it there."""
        start = pair.first.end
        last = max(pair.second.end, start) + len(pair.after)
        at = bisect_left(self._places, ((start - self._longest, 0), 0))
        until = bisect_left(self._places, ((last, 0), 0), lo=at)
        near = {rule for (_, end), rule in self._places[at:until] if end > start}
        rules = relation_book().compiled
        return [rules[index] for index in sorted(near)]


def masked(normal: str, parties: Sequence[Party]) -> str:
    """The text with every character of a company's name replaced, so that no name is read as words."""
    parts: list[str] = []
    last = 0
    for party in parties:
        parts += [normal[last : party.start], OTHER * (party.end - party.start)]
        last = party.end
    return "".join([*parts, normal[last:]])


def pairs(hidden: str, parties: Sequence[Party]) -> Iterator[Pair]:
    """The pairs of companies near each other in one sentence of the masked text."""
    book = relation_book()
    for index, first in enumerate(parties):
        for second in parties[index + 1 : index + 1 + book.neighbours]:
            between = hidden[first.end : min(second.start, first.end + book.gap + 1)]
            if len(between) > book.gap or _SENTENCE_END.search(between):
                break
            if first.name != second.name:
                yield pair_in(hidden, first, second)


def pair_in(text: str, first: Party, second: Party) -> Pair:
    """Two companies with the words around them in their sentence."""
    book = relation_book()
    end = max(first.end, second.end)
    before = _SENTENCE_END.split(text[max(0, first.start - book.before) : first.start])[-1]
    after = _SENTENCE_END.split(text[end : end + book.after], maxsplit=1)[0]
    return Pair(first, second, before, text[first.end : second.start], after)


def hits(pair: Pair, cues: Cues) -> list[Hit]:
    """What the rules find, one hit for each kind at most, none whose cue lies in a longer one of another."""
    found: dict[str, Hit] = {}
    for hit in _all_hits(pair, cues.rules_behind(pair)):
        best = found.get(hit.rule.kind)
        if best is None or _rank(hit) > _rank(best):
            found[hit.rule.kind] = hit
    kept: list[Hit] = []
    for hit in sorted(found.values(), key=_rank, reverse=True):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept


def _rank(hit: Hit) -> tuple[int, float]:
    return hit.end - hit.start, hit.rule.confidence


def _all_hits(pair: Pair, rules: Sequence[CompiledRule]) -> Iterator[Hit]:
    forward = pair.before + SOURCE + pair.between + TARGET + pair.after
    backward = pair.before + TARGET + pair.between + SOURCE + pair.after
    for compiled in rules:
        for window, one, other in ((forward, pair.first, pair.second), (backward, pair.second, pair.first)):
            found = next((match for form in compiled.forms if (match := form.search(window))), None)
            if found:
                ends = (other, one) if compiled.rule.target_first else (one, other)
                start, end = found.span("cue")
                said = window[max(0, found.start() - _SAID_BESIDE) : found.end() + _SAID_BESIDE]
                yield Hit(compiled.rule, *ends, pair.place(start), pair.place(end - 1) + 1, said)
                break
