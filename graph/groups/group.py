"""The group customer (集团客户) of a firm: members by the legal tests, the core company and the group tree.

银监会令2010年第4号 art. 3; the pack of the day may be chosen.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.groups.links import Path, evidence, nodes_along
from firmgraph.graph.groups.members import Membership, Met
from firmgraph.graph.ownership.claims import Lens
from firmgraph.graph.ownership.control import control_line, votes_of
from firmgraph.graph.ownership.fix_point import fallen
from firmgraph.graph.ownership.holdings import registered_capital
from firmgraph.graph.ownership.lenses import claims_in, evidence_of
from firmgraph.graph.ownership.parties import Party, party
from firmgraph.graph.ownership.proof import certainty
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty
from firmgraph.packs import RulePack, pack_for


@dataclass(frozen=True, slots=True)
class Member:
    """A firm of a group: the tests it meets, the path that shows the first of them, and the records behind all.

    `nodes` are the ids along the path, from the subject to the member; the links of `path` point from who controls,
    manages or is related to whom, and so first up from the subject and then down to the member.
    """

    id: str
    name: str
    tests: tuple[int, ...]
    path: Path
    nodes: tuple[str, ...]
    certainty: Certainty
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreeEdge:
    """Who has which share of the votes in a firm of the group; both are of the group or stand above it."""

    holder: Party
    firm: Party
    share: Fraction
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupCustomer:
    """A firm's group: the firm itself is a member that meets no test. Members are ordered by certainty, tests
    and id.

    `core` is the firm that controls most of the others and is controlled by none of them, equal ones by capital; where
    none controls any, the one of the largest registered capital; at last by id. Suspected members are no core.
    `unknown_votes` is the share of the subject's votes in unknown hands: who holds them may belong to the group too.
    `truncated` when there are more members than the pack allows.
    """

    subject: Party
    packs: tuple[str, ...]
    core: Party
    members: tuple[Member, ...]
    tree: tuple[TreeEdge, ...]
    unknown_votes: Fraction
    truncated: bool


def group_customer(view: View, firm: int, packs: Sequence[str] = ()) -> GroupCustomer:
    """Return the group customer a firm belongs to on the day of the view, by the packs chosen or in force."""
    pack, law = pack_for("group-customer", view.day, packs), pack_for("company-law", view.day, packs)
    membership = Membership(view, firm, pack, law)
    met: dict[int, list[Met]] = {}
    for found in membership.every():
        met.setdefault(found.firm, []).append(found)
    own = Member(view.id(firm), view.name(firm), (), (), (view.id(firm),), "confirmed", ())
    members = sorted(
        (_member(view, view.id(firm), tests) for tests in met.values()), key=lambda m: (m.certainty, m.tests, m.id)
    )
    most = pack.parameters["most_members"]
    kept = (own, *members[:most])
    firms = [node for member in kept if (node := view.index(member.id)) is not None]
    sure = [node for member, node in zip(kept, firms, strict=True) if member.certainty == "confirmed"]
    tree = _tree(view, firms, {link.start.id for member in kept for link in member.path})
    core, votes = party(view, core_company(view, sure, law)), claims_in(view, Lens.VOTING, firm)
    unknown = Fraction(votes.unknown, votes.total)
    return GroupCustomer(party(view, firm), (pack.id, law.id), core, kept, tree, unknown, len(members) > most)


def core_company(view: View, firms: Collection[int], law: RulePack) -> int:
    """Return the core company of some firms; the rule stands in GroupCustomer."""
    others = set(firms)
    controlled = {node: fallen([node], votes_of(view), control_line(law)).keys() & others - {node} for node in firms}
    below = {node for falls in controlled.values() for node in falls}
    tops = [node for node in firms if controlled[node] and node not in below] or [n for n in firms if controlled[n]]
    return min(tops or firms, key=lambda node: (-len(controlled[node]), -_capital(view, node), view.id(node)))


def _capital(view: View, firm: int) -> int:
    capital = registered_capital(view, firm)
    return -1 if capital is None else capital


def _member(view: View, subject: str, met: Iterable[Met]) -> Member:
    """Return the member that meets some tests: the path shown is of the first test, what is stated before suspicions.

    The fourth test is about other relations than the first three, so it is told only where none of them is met.
    """
    ordered = sorted(
        met, key=lambda one: (one.suspected, one.test, len(one.path), [link.start.id for link in one.path])
    )
    first, tests = ordered[0], {one.test for one in ordered}
    firm, records = view.id(first.firm), evidence([one.path for one in ordered])
    return Member(
        firm, view.name(first.firm), tuple(sorted(tests - {4} or tests)), first.path,
        nodes_along(first.path, subject, firm), certainty(first.suspected), records,
    )  # fmt: skip


def _tree(view: View, firms: Sequence[int], others: Collection[str]) -> tuple[TreeEdge, ...]:
    """Return the votes that members, and those on the paths to them, have in members, by holder and firm."""
    inside = {view.id(firm) for firm in firms} | set(others)
    found = []
    for firm in firms:
        told = claims_in(view, Lens.VOTING, firm)
        for claim in told.claims:
            if view.id(claim.holder) in inside and claim.stake:
                share = Fraction(claim.stake, told.total)
                records = evidence_of(view, claim)
                found.append(TreeEdge(party(view, claim.holder), party(view, firm), share, records))
    return tuple(sorted(found, key=lambda edge: (edge.holder.id, edge.firm.id, edge.share)))
