"""The party whose risk is judged: its events and loans, and the people whose cases weigh on it, each read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from firmgraph.graph.risk.accounts import Account, accounts, loan_balance
from firmgraph.graph.risk.events import risk_events
from firmgraph.graph.risk.past import spoke
from firmgraph.graph.risk.statements import Worth, worth
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.snapshot.view import View

_HALF = 50_000_000


@dataclass(frozen=True)
class Subject:
    """A party at a moment; `controllers` are who controls it if the caller knows, else its direct majority holder."""

    view: View
    node: int
    controllers: tuple[int, ...] | None = None

    @cached_property
    def events(self) -> tuple[RiskEvent, ...]:
        """Its risk events, closed ones included."""
        return risk_events(self.view, self.node)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Its credit accounts, settled ones included."""
        return accounts(self.view, self.node)

    @cached_property
    def loans(self) -> int | None:
        """What it owes on open accounts, in fen; None when that is not known."""
        return loan_balance(self.view, self.node)

    @cached_property
    def worth(self) -> Worth:
        """Its net assets."""
        return worth(self.view, self.node)

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """Its legal representatives and controllers, ordered by id."""
        represents = self.view.edges("legal_rep_of")
        found = {int(represents.start[place]) for place in represents.into_node(self.node)}
        found.update(majority_holders(self.view, self.node) if self.controllers is None else self.controllers)
        return tuple(sorted(found, key=self.view.id))

    def knows(self, source: str) -> bool:
        """Tell whether a source said anything by which the party can be judged."""
        return spoke(self.view, self.node, source)

    def open_against(self, measures: Sequence[str]) -> tuple[RiskEvent, ...]:
        """Return its open events of some measures that weigh on it."""
        return tuple(event for event in self.events if event.counts and event.measure in measures)


def majority_holders(view: View, node: int) -> tuple[int, ...]:
    """Return who directly holds more than half of a firm."""
    edges = view.edges("holds")
    found = {int(edges.start[place]) for place in edges.into_node(node) if (edges.value("ratio", place) or 0) > _HALF}
    return tuple(sorted(found, key=view.id))
