"""Where planted cases are laid out: firms and people of fixed numbers, their rows, and the expected answers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from firmgraph.graph.world import codes
from firmgraph.graph.world.actors import Firm, Party, Person, draw_firm, outside
from firmgraph.graph.world.bank_rows import consent, enrol, good_credit
from firmgraph.graph.world.registry_rows import hold, register
from firmgraph.graph.world.sheet import TODAY, Sheet
from firmgraph.graph.world.trade_rows import account_for, sell, visit
from firmgraph.graph.world.words import planted_name, planted_person, trade

REGION = "990100"
PARTS = frozenset({"registry", "client", "consent", "credit", "statements", "trade", "diligence"})


class Plot:
    """Planted firms by key, each with its sheet of rows, and the cases with their expected answers."""

    def __init__(self) -> None:
        self.firms: dict[str, Firm] = {}
        self._sheets: dict[str, Sheet] = {}
        self.cases: list[dict[str, Any]] = []
        self._people = 0

    def person(self, name: str = "", *, with_id: bool = True) -> Person:
        """Return a new person; the name is unique unless one is given."""
        self._people += 1
        number = codes.person_number(self._people, REGION) if with_id else None
        return Person(name or planted_person(self._people), number)

    def people(self, count: int) -> list[Person]:
        """Return so many new people."""
        return [self.person() for _ in range(count)]

    def firm(
        self,
        key: str,
        code: str,
        people: Sequence[Person],
        *,
        without: Iterable[str] = (),
        registered: dict[str, object] | None = None,
        **known: Any,
    ) -> Firm:
        """Return a new firm of a trade, led by the first of its people, with its ordinary rows except the parts named.

        `registered` replaces cells of its registration, `known` its own figures.
        """
        number = len(self.firms) + 1
        rng = Random(f"planted:{key}")
        line = trade(code)
        drawn = draw_firm(rng, number, planted_name(number, line.words[number % 4]), line, tuple(people))
        firm = replace(drawn, **known)
        self.firms[key] = firm
        self._sheets[firm.uscc] = Sheet(key)
        self._lay(self._sheets[firm.uscc], firm, rng, PARTS.difference(without), registered or {})
        return firm

    def _lay(self, sheet: Sheet, firm: Firm, rng: Random, parts: frozenset[str], registered: dict[str, object]) -> None:
        if "registry" in parts:
            register(sheet, firm, **registered)
        if "client" in parts:
            enrol(sheet, firm)
        if "consent" in parts:
            consent(sheet, firm, "credit")
            consent(sheet, firm, "marketing")
        if "credit" in parts:
            good_credit(sheet, firm, rng)
        if "statements" in parts:
            account_for(sheet, firm)
        if "trade" in parts:
            sell(sheet, firm, outside()[firm.number % 4 :], rng, months=4)
        if "diligence" in parts:
            visit(sheet, firm, rng)

    @property
    def sheets(self) -> list[Sheet]:
        """Return the sheets of all planted firms, in the order they were planted."""
        return list(self._sheets.values())

    def sheet(self, firm: Firm) -> Sheet:
        """Return the sheet of a planted firm."""
        return self._sheets[firm.uscc]

    def holds(self, firm: Firm, *shares: tuple[Party, str]) -> None:
        """Add holdings of a firm: each a holder and its share in per cent (`57.00%`)."""
        for holder, ratio in shares:
            hold(self.sheet(firm), firm, holder, ratio)

    def spread(self, firm: Firm, *ratios: str) -> list[Person]:
        """Add new people as holders of these shares and return them."""
        people = self.people(len(ratios))
        self.holds(firm, *zip(people, ratios, strict=True))
        return people

    def expect(self, case: str, question: str, about: Party | Sequence[Firm], expected: Any, **asked: Any) -> None:
        """Record a case: what is asked about whom, as of today unless `as_of` is given, and the right answer."""
        told = [tell(party) for party in about] if isinstance(about, Sequence) else tell(about)
        self.cases.append(
            {"case": case, "question": question, "about": told, "as_of": str(TODAY), **asked, "expected": expected}
        )


def tell(party: Party) -> dict[str, str]:
    """Return how an answer names a party: a firm by node id, code and name, anyone else by name."""
    if isinstance(party, Firm):
        return {"id": f"ent:{party.uscc}", "uscc": party.uscc, "name": party.name}
    return {"name": party.name}


def owner(person: Person, standard: int, share: str) -> dict[str, Any]:
    """Return a beneficial owner as an answer tells it: name, standard met of the ordered test, and share."""
    return {"name": person.name, "standard": standard, "share": share}
