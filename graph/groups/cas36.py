"""Related parties by 企业会计准则第36号: control and influence, main investors, key managers and their family."""

from collections.abc import Iterator
from dataclasses import dataclass

from firmgraph.graph.groups.bearing import Found, Search
from firmgraph.graph.groups.links import evidence
from firmgraph.graph.groups.members import Membership
from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.claims import Claim, Lens
from firmgraph.graph.ownership.control import votes_of
from firmgraph.graph.ownership.fix_point import fallen
from firmgraph.graph.ownership.judgement import judged
from firmgraph.graph.ownership.lenses import claims_of, evidence_of
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.stops import NATURAL, STATES
from firmgraph.graph.verdicts import united


@dataclass(frozen=True)
class Disclosure(Search):
    """The related parties of one firm by the accounting standard."""

    def every(self) -> Iterator[Found]:
        """Yield whoever an item of article 4 names."""
        yield from self.control()
        yield from self.investors()
        yield from self.ventures()
        yield from self.people()

    def control(self) -> Iterator[Found]:
        """Yield parents, subsidiaries and firms under the same parent (items 1 to 3)."""
        above = self.membership.above
        for met in self.membership.controls():
            parent = above.controls([met.firm], self.firm)
            yield Found(met.firm, "parent" if parent else "subsidiary", evidence([met.path]), met.suspected)
        for met in self.membership.beside(self.membership.same_controller()):
            yield Found(met.firm, "fellow_subsidiary", evidence([met.path]), met.suspected)

    def investors(self) -> Iterator[Found]:
        """Yield the organisations with joint control or significant influence (items 4 and 5), the state left out."""
        above, line = self.membership.above, Line.of(self.pack.parameters["significant_influence"])
        joint = _joint_controllers(above, self.membership)
        for node in sorted(above.holders - {self.firm}, key=self.view.id):
            if self.view.kind(node) in STATES | {NATURAL} or above.controls([node], self.firm):
                continue
            cast = above.cast_by([node])
            if cast and (node in joint or line.met(_sum(cast), above.book[self.firm].total)):
                rule = "joint_controller" if node in joint else "significant_investor"
                yield Found(node, rule, self._records(cast), any(claim.suspected for claim in cast))

    def ventures(self) -> Iterator[Found]:
        """Yield the firms in which the firm has joint control or significant influence (items 6 and 7)."""
        falls = fallen((self.firm,), votes_of(self.view), self.membership.line)
        line = Line.of(self.pack.parameters["significant_influence"])
        cast: dict[int, list[Claim]] = {}
        for caster in (self.firm, *falls):
            for claim in claims_of(self.view, Lens.VOTING, caster):
                cast.setdefault(claim.firm, []).append(claim)
        for node in sorted(cast.keys() - falls.keys() - {self.firm}, key=self.view.id):
            if line.met(_sum(cast[node]), votes_of(self.view).total(node)):
                joint = self.firm in _joint_controllers(Above(self.view, node, self.membership.line), self.membership)
                suspected = any(claim.suspected for claim in cast[node])
                yield Found(node, "joint_venture" if joint else "associate", self._records(cast[node]), suspected)

    def people(self) -> Iterator[Found]:
        """Yield main investors, key managers, their close relatives, and the firms these control (items 8 to 10)."""
        for insider in self.membership.insiders:
            manages = insider.path[0].kind == "office"
            records = evidence([insider.path])
            suspected = any(link.suspected for link in insider.path)
            yield Found(insider.node, "key_manager" if manages else "main_individual_investor", records, suspected)
            yield from self.relatives(insider, "family_member")
        for met in self.membership.beside(self.membership.insiders_control()):
            yield Found(met.firm, "controlled_by_insider", evidence([met.path]), met.suspected)

    def _records(self, claims: tuple[Claim, ...] | list[Claim]) -> tuple[str, ...]:
        return united([evidence_of(self.view, claim) for claim in claims])


def _sum(claims: tuple[Claim, ...] | list[Claim]) -> int:
    return sum(claim.stake for claim in claims)


def _joint_controllers(above: Above, membership: Membership) -> frozenset[int]:
    """Return who controls a firm jointly, none of them alone, and those through whom they do."""
    found = judged(above, membership.law.parameters)
    if found is None or found.type != "joint":
        return frozenset()
    through = (node for node in above.holders if any(above.controls([member], node) for member in found.members))
    return frozenset((*found.members, *through))
