"""The four tests of a group customer: which firms belong with a firm, by which test, and the path that shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Any

from firmgraph.graph.groups.kinship import Relative, close_relatives
from firmgraph.graph.groups.links import Path, control_path, hidden_link, kin_path, office_link, votes_link
from firmgraph.graph.ontology import organisation_kinds
from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.claims import Lens, held_by
from firmgraph.graph.ownership.control import common_control_relates, control_line, votes_of
from firmgraph.graph.ownership.fix_point import Fall, fallen
from firmgraph.graph.ownership.lenses import claims_in
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.managers import LEGAL_REPRESENTATIVE, Manager, legal_representatives, managers
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.ownership.stops import ENDS, NATURAL, can_control
from firmgraph.graph.relations.hidden import hidden_relations
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class Met:
    """A test that a firm meets, the path from or to the subject that shows it, and whether that is only suspected."""

    firm: int
    test: int
    path: Path
    suspected: bool


@dataclass(frozen=True)
class Insider:
    """A main individual investor, controller or key manager of the subject, and the path that says so."""

    node: int
    path: Path


@dataclass(frozen=True)
class Membership:
    """The tests of one firm's group at a moment, by a group pack and a company-law pack."""

    view: View
    firm: int
    pack: RulePack
    law: RulePack

    @cached_property
    def line(self) -> Line:
        """The line of control."""
        return control_line(self.law)

    @cached_property
    def above(self) -> Above:
        """What stands above the firm."""
        return Above(self.view, self.firm, self.line)

    @property
    def rule(self) -> Mapping[str, Any]:
        """The parameters of the group pack."""
        return self.pack.parameters

    def every(self) -> Iterator[Met]:
        """Yield every test that any firm meets."""
        yield from self.controls()
        yield from self.same_controller()
        yield from self.insiders_control()
        yield from self.may_move_profits()

    def controls(self) -> Iterator[Met]:
        """Yield test 1: firms the firm controls, and firms that control it."""
        yield from self._falling(1, (self.firm,), ())
        for node in self._controllers:
            if self._is_firm(node):
                yield self._met(node, 1, control_path(self.view, self.pack, self.above.falls([node]), self.firm))

    def beside(self, found: Iterable[Met]) -> Iterator[Met]:
        """Yield what concerns firms that stand neither above nor below the firm in control."""
        yield from (met for met in found if met.firm not in self._above_or_below)

    @cached_property
    def _above_or_below(self) -> frozenset[int]:
        return frozenset(met.firm for met in self.controls())

    def same_controller(self) -> Iterator[Met]:
        """Yield test 2: firms that a firm controls which also controls this one; the state makes no group by itself."""
        for node in self._controllers:
            if self.view.kind(node) != NATURAL and common_control_relates(self.view, node, self.law):
                down = control_path(self.view, self.pack, self.above.falls([node]), self.firm)
                yield from self._falling(2, (node,), down)

    def insiders_control(self) -> Iterator[Met]:
        """Yield test 3: firms that insiders of the firm control, each with close relatives, or all together.

        What only several insiders without stated ties control together is suspected.
        """
        relatives: dict[int, Path] = {}
        for insider in self.insiders:
            reached: dict[int, Path] = {insider.node: insider.path}
            for relative in self._relatives(insider.node):
                reached[relative.node] = insider.path + kin_path(self.view, self.pack, insider.node, relative)
            yield from self._through(reached, suspected=False)
            relatives = {**reached, **relatives}
        if len(self.insiders) > 1:
            yield from self._through(relatives, suspected=True)

    def may_move_profits(self) -> Iterator[Met]:
        """Yield test 4, always suspected: firms of one legal representative, and strong hidden relations."""
        rule, view = self.rule["fourth"], self.view
        for manager in legal_representatives(view, self.firm) if rule["same_legal_representative"] else ():
            for other in self._represented(manager):
                there = office_link(view, self.pack, other[1], other[0])
                path: Path = (office_link(view, self.pack, manager, self.firm), there)
                yield self._met(other[0], 4, path, suspected=True)
        for hidden in hidden_relations(view, self.firm, least=rule["hidden_from"]):
            node = view.index(hidden.id)
            if node is not None and self._is_firm(node):
                told = Words(hidden.words, hidden.words_en)
                path = (hidden_link(view, self.pack, (self.firm, node), told, hidden.evidence),)
                yield self._met(node, 4, path, suspected=True)

    @cached_property
    def insiders(self) -> tuple[Insider, ...]:
        """The controlling persons, main individual investors and key managers of the firm, by id."""
        view, found = self.view, dict[int, Path]()
        asked = {"roles": self.rule["key_roles"], "without": self.rule["not_key_roles"], "everyone": True}
        for manager in (*legal_representatives(view, self.firm), *managers(view, self.firm, asked)):
            found[manager.node] = (office_link(view, self.pack, manager, self.firm),)
        told, line = claims_in(view, Lens.VOTING, self.firm), Line.of(self.rule["main_investor"])
        votes = held_by(told.claims)
        for claim in told.claims:
            if view.kind(claim.holder) == NATURAL and line.met(votes[claim.holder], told.total):
                found[claim.holder] = (votes_link(view, self.pack, claim, told.total),)
        for node in self._controllers:
            if view.kind(node) == NATURAL:
                found[node] = control_path(view, self.pack, self.above.falls([node]), self.firm)
        return tuple(Insider(node, found[node]) for node in sorted(found, key=view.id))

    def _relatives(self, person: int) -> tuple[Relative, ...]:
        return close_relatives(self.view, person, self.rule["kin"])

    @cached_property
    def _controllers(self) -> tuple[int, ...]:
        """Who controls the firm alone, by id: nobody does without control of some firm by votes of its own."""
        books = [(told, held_by(told.claims)) for told in self.above.book.values()]
        outright = {node for told, votes in books for node, cast in votes.items() if self.line.met(cast, told.total)}
        able = (node for node in outright - {self.firm} if can_control(self.view, node))
        return tuple(sorted((node for node in able if self.above.controls([node], self.firm)), key=self.view.id))

    def _represented(self, manager: Manager) -> list[tuple[int, Manager]]:
        edges = self.view.edges("legal_rep_of")
        found = ((int(edges.end[place]), edges.evidence_of(place)) for place in edges.out_of(manager.node))
        told = [(firm, Manager(manager.node, LEGAL_REPRESENTATIVE, records)) for firm, records in found]
        return sorted((one for one in told if self._is_firm(one[0])), key=lambda one: self.view.id(one[0]))

    def _through(self, reached: Mapping[int, Path], *, suspected: bool) -> Iterator[Met]:
        """Yield test 3 for what some persons control together; `reached` gives the path to each of them."""
        falls = self._fallen(tuple(reached))
        for node in self._firms(falls):
            down = control_path(self.view, self.pack, falls, node)
            known = self.view.index(down[0].start.id)
            yield self._met(node, 3, reached.get(-1 if known is None else known, ()) + down, suspected=suspected)

    def _falling(self, test: int, coalition: tuple[int, ...], before: Path) -> Iterator[Met]:
        falls = self._fallen(coalition)
        for node in self._firms(falls):
            yield self._met(node, test, before + control_path(self.view, self.pack, falls, node))

    def _firms(self, falls: Iterable[int]) -> list[int]:
        """Return the firms among what fell, by id: one more than the pack allows tells that there are more."""
        return nsmallest(self.rule["most_members"] + 1, filter(self._is_firm, falls), key=self.view.id)

    def _fallen(self, coalition: tuple[int, ...]) -> dict[int, Fall]:
        return fallen(coalition, votes_of(self.view), self.line)

    def _is_firm(self, node: int) -> bool:
        kind = self.view.kind(node)
        return node != self.firm and kind in organisation_kinds() and kind not in ENDS

    def _met(self, firm: int, test: int, path: Path, *, suspected: bool = False) -> Met:
        return Met(firm, test, path, suspected or any(link.suspected for link in path))
