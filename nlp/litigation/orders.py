"""What a court decided: the items of its decision, and whom each tells to do something."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from firmgraph.nlp.litigation.judgment import DocumentKind, Order, Outcome, Party
from firmgraph.nlp.litigation.rules import any_of, litigation_rules, pattern
from firmgraph.nlp.litigation.sections import Place, Sections

MOST_ORDERS = 500
LONGEST_WHO = 300
"""Characters of an item in which those it obliges and what it says are looked for."""
_ITEM = re.compile(r"[^。;\n]+")
_LEAD = re.compile(r"\s*(?:(?:[一二三四五六七八九十]{1,3}|\(?\d{1,2}\)?)\s*[、.)])?[\s\"“:]*")


class PartyNames:
    """The names and short forms of parties, found in an item."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self._full = {name: party.name for party in reversed(parties) for name in (party.name, *party.aliases)}
        longest_first = sorted(self._full, key=lambda name: (-len(name), name))
        self._words = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def named(self, text: str) -> tuple[str, ...]:
        """The full names of the parties that a text names, in its order."""
        return tuple(dict.fromkeys(self._full[found[0]] for found in self._words.finditer(text)))


def find_orders(
    normal: str, sections: Sections, parties: Sequence[Party], kind: DocumentKind | None
) -> tuple[Order, ...]:
    """The items of a decision by place; where there is none, that the case was settled, withdrawn or is still open."""
    names = PartyNames(parties)
    places = (sections.disposition,) if sections.disposition else sections.told
    found = list(islice((order for place in places for order in _items(normal, place, names)), MOST_ORDERS))
    settlement = _settlement(normal, sections, kind)
    if settlement:
        return (_whole("settled", settlement), *found)
    return tuple(found or _undecided(normal))


def _settlement(normal: str, sections: Sections, kind: DocumentKind | None) -> Place | None:
    """Where a document says that its decision is the parties' own agreement."""
    if sections.disposition is None:
        return None
    begin = sections.disposition[0]
    said = list(pattern(litigation_rules().settled).finditer(normal, max(begin - 120, 0), begin))
    return said[-1].span() if said else sections.disposition if kind == "mediation" else None


def _undecided(normal: str) -> Iterator[Order]:
    """What a text without a decision says of the case's end."""
    rules = litigation_rules()
    withdrawn = next("|".join(rule.cues) for rule in rules.outcomes if rule.outcome == "withdrawn")
    cues: tuple[tuple[Outcome, str], ...] = (
        ("withdrawn", withdrawn),
        ("settled", rules.settled),
        ("pending", rules.pending),
    )
    for outcome, cue in cues:
        said = pattern(cue).search(normal)
        if said and not (outcome == "settled" and _elsewhere(normal, said.start())):
            yield _whole(outcome, said.span())
            return


def _elsewhere(normal: str, start: int) -> bool:
    """Whether what stands before says that it was not before the court."""
    return pattern(litigation_rules().settled_elsewhere).search(normal, max(start - 80, 0), start) is not None


def _whole(outcome: Outcome, place: Place) -> Order:
    return Order(outcome, (), everyone=False, start=place[0], end=place[1])


def _items(normal: str, place: Place, names: PartyNames) -> Iterator[Order]:
    for item in _ITEM.finditer(normal, *place):
        lead = _LEAD.match(normal, item.start(), item.end())
        start = lead.end() if lead else item.start()
        said = normal[start : min(item.end(), start + LONGEST_WHO)]
        outcome = _outcome(said)
        if outcome:
            obliged, everyone = _obliged(said, names) if outcome == "ordered" else ((), False)
            yield Order(outcome, obliged, everyone, start, item.end())


def _outcome(item: str) -> Outcome | None:
    """What an item says: one of the named outcomes, else an order where it lays a duty or states a right."""
    rules = litigation_rules()
    named = next((rule.outcome for rule in rules.outcomes if any_of(rule.cues).search(item)), None)
    return named or ("ordered" if pattern(f"{rules.orders.duty}|{rules.orders.states}").search(item) else None)


def _obliged(item: str, names: PartyNames) -> tuple[tuple[str, ...], bool]:
    """The parties named before the duty, and whether all that defend must; 向 and the like begin those who get."""
    rule = litigation_rules().orders
    duty = pattern(rule.duty).search(item)
    if duty is None:
        return (), False
    border = pattern(rule.boundary).search(item, 0, duty.start())
    who = item[: border.start() if border else duty.start()]
    obliged = names.named(who)
    return obliged, pattern(rule.everyone).search(who) is not None or (not obliged and "被告" in who)
