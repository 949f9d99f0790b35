"""The dimensions of related parties of a bank: equity, management, family, trade, guarantee and hidden ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import networkx as nx

from firmgraph.graph.groups.bearing import Found, Search
from firmgraph.graph.groups.links import Path, evidence
from firmgraph.graph.ownership.holdings import WHOLE, holdings
from firmgraph.graph.ownership.integrated import Surroundings, effective_holders, effective_holdings, surroundings
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.managers import legal_representatives
from firmgraph.graph.ownership.signals import per_cent
from firmgraph.graph.relations.hidden import hidden_relations
from firmgraph.graph.verdicts import united


@dataclass(frozen=True, slots=True)
class TradeShare:
    """What share of a firm's sales (to a customer) or purchases (from a supplier) a party has, from invoices."""

    party: str
    side: Literal["customer", "supplier"]
    share: Fraction
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Depth:
    """How far related parties are sought: over how many layers of holders (None for all), and hidden ones or not."""

    layers: int | None
    hidden: bool


@dataclass(frozen=True)
class Dimensions(Search):
    """The dimensions of one firm by a pack."""

    depth: Depth
    trade: Sequence[TradeShare] = ()

    def every(self) -> Iterator[Found]:
        """Yield what every dimension finds."""
        yield from self.equity()
        yield from self.management()
        yield from self.insiders()
        yield from self.family()
        yield from self.guarantee()
        yield from self.traded()
        if self.depth.hidden:
            yield from self.hidden()

    def equity(self) -> Iterator[Found]:
        """Yield who has at least the line of the firm, and of whom the firm has as much, directly or indirectly."""
        up, down = (surroundings(self.view, self.firm, up=up) for up in (True, False))
        yield from self._stakes(up, effective_holders(up), "holder")
        yield from self._stakes(down, effective_holdings(down), "holding")
        held = holdings(self.view)
        for number in held.of_firm(self.firm):
            if held.unstated[number]:
                yield Found(int(held.start[number]), "holder_unknown", held.evidence(number), suspected=True)
        for met in self.membership.beside(self.membership.same_controller()):
            yield Found(met.firm, "same_controller", evidence([met.path]), met.suspected)

    def management(self) -> Iterator[Found]:
        """Yield those who manage the firm, and the firms that share them."""
        represented = {manager.node: manager.evidence for manager in legal_representatives(self.view, self.firm)}
        for node, records in represented.items():
            found = Found(node, "legal_representative", records)
            yield found
            yield from self._elsewhere(found, "legal_rep_of", "same_legal_representative")
        posts = self.view.edges("serves_as")
        for place in posts.into_node(self.firm):
            node, office = int(posts.start[place]), str(posts.properties_of(place).get("role") or "职务未知")
            finance = any(word in office for word in self.pack.parameters["finance_words"])
            role, rule = ("finance_staff", "shared_finance_staff") if finance else ("officer", "shared_officer")
            found = Found(node, role, posts.evidence_of(place), words={"office": office})
            yield found
            yield from self._elsewhere(found, "serves_as", rule)
            yield from self._elsewhere(found, "legal_rep_of", rule)
            if node in represented:
                yield from self._elsewhere(found, "serves_as", "shared_officer")

    def insiders(self) -> Iterator[Found]:
        """Yield the firms that controllers, main investors and key managers control, and those of their relatives."""
        controllers = {link.start.id for link in self._control_links()}
        for met in self.membership.beside(self.membership.insiders_control()):
            by_kin = any(link.kind not in _FIRM_LINKS for link in met.path)
            shared = met.path[0].start.id in controllers
            rule = "relative_controls" if by_kin else "same_person_controls" if shared else "manager_controls"
            yield Found(met.firm, rule, evidence([met.path]), met.suspected)

    def family(self) -> Iterator[Found]:
        """Yield the close relatives of insiders, and the firms they are legal representatives of."""
        for insider in self.membership.insiders:
            for relative in self.relatives(insider, "close_relative"):
                yield relative
                yield from self._elsewhere(relative, "legal_rep_of", "relative_represents")

    def guarantee(self) -> Iterator[Found]:
        """Yield who guarantees the firm and whom it guarantees."""
        edges = self.view.edges("guarantees")
        given: dict[int, list[tuple[str, ...]]] = {}
        taken: dict[int, list[tuple[str, ...]]] = {}
        for place in edges.out_of(self.firm):
            given.setdefault(int(edges.end[place]), []).append(edges.evidence_of(place))
        for place in edges.into_node(self.firm):
            taken.setdefault(int(edges.start[place]), []).append(edges.evidence_of(place))
        for node in given.keys() | taken.keys():
            one_way = "guaranteed" if node in given else "guarantor"
            rule = "mutual_guarantee" if node in given and node in taken else one_way
            yield Found(node, rule, united([*given.get(node, ()), *taken.get(node, ())]))

    def traded(self) -> Iterator[Found]:
        """Yield the counterparties a firm depends on by the shares told, and those it trades with both ways."""
        for side in ("customer", "supplier"):
            shares = sorted((t for t in self.trade if t.side == side), key=lambda t: (-t.share, t.party))
            yield from self._large(shares)
        told = {trade.party for trade in self.trade}
        edges = self.view.edges("supplies")
        sold = {int(edges.end[place]): edges.evidence_of(place) for place in edges.out_of(self.firm)}
        for place in edges.into_node(self.firm):
            node = int(edges.start[place])
            if node in sold and self.view.id(node) not in told:
                yield Found(node, "trades_both_ways", united([sold[node], edges.evidence_of(place)]), suspected=True)

    def hidden(self) -> Iterator[Found]:
        """Yield the firms suspected of a hidden relation."""
        for one in hidden_relations(self.view, self.firm):
            node = self.view.index(one.id)
            if node is not None:
                yield Found(
                    node, "hidden", one.evidence, suspected=True, score=one.score,
                    words={"words": one.words}, words_en={"words": one.words_en},
                )  # fmt: skip

    def _stakes(self, around: Surroundings, shares: Mapping[int, Fraction], rule: str) -> Iterator[Found]:
        line, graph = Line.of(self.pack.parameters["equity"]), around.graph
        facing = graph.reverse(copy=False) if rule == "holder" else graph
        chains = nx.single_source_shortest_path(facing, self.firm, cutoff=self.depth.layers)
        for node, share in shares.items():
            if node in chains and line.met(share):
                chain = chains[node][::-1] if rule == "holder" else chains[node]
                held = holdings(self.view)
                records = united([held.evidence(number) for number in around.holdings_of(chain)])
                yield Found(node, rule, records, words={"share": per_cent(round(share * WHOLE))})

    def _elsewhere(self, person: Found, kind: str, rule: str) -> Iterator[Found]:
        """Yield the other firms where a person stands in a relation; who does so in very many binds none of them."""
        edges = self.view.edges(kind)
        places = edges.out_of(person.node)
        if len(places) <= self.pack.parameters["most_posts"]:
            for place in places:
                records = united([person.evidence, edges.evidence_of(place)])
                yield Found(int(edges.end[place]), rule, records, person.suspected)

    def _control_links(self) -> Path:
        """Return the first links from the persons who control the firm."""
        above = self.membership.above
        paths = (i.path for i in self.membership.insiders if above.controls([i.node], self.firm))
        return tuple(path[0] for path in paths)

    def _large(self, shares: Sequence[TradeShare]) -> Iterator[Found]:
        rule = self.pack.parameters["trade"]
        top = shares[: rule["top"]]
        together = sum((trade.share for trade in top), Fraction())
        for trade in top:
            node = self.view.index(trade.party)
            if node is None:
                continue
            if trade.share >= Fraction(rule["single"]):
                words = {"share": per_cent(round(trade.share * WHOLE))}
                yield Found(node, "large_counterparty", trade.evidence, words=words)
            elif together >= Fraction(rule["top_share"]):
                words = {"share": per_cent(round(together * WHOLE))}
                yield Found(node, "top_counterparty", trade.evidence, words=words)


_FIRM_LINKS = frozenset(
    {"holding", "share_class", "general_partner", "agreement", "nominee", "operator", "office", "hidden"}
)
