"""All that the vetoes of a party are judged by, gathered from the graph and from what only the records hold."""

from collections.abc import Sequence

from firmgraph.graph.ownership.controller import controller
from firmgraph.graph.risk.reading import read_overdue_months
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.veto_tests import Circumstances
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import GraphStore
from firmgraph.packs import pack_for
from firmgraph.settings import get_settings

LAW = "company-law"


def circumstances(store: GraphStore, view: View, node: int, chosen: Sequence[str] = ()) -> Circumstances:
    """Return a party with its controllers by the company law of the day, our bank's name as a lender, and the months
    the records tell it was overdue.
    """
    law = pack_for(LAW, view.day, chosen)
    heads = (view.index(one.id) for one in controller(view, node, law).controllers)
    subject = Subject(view, node, tuple(head for head in heads if head is not None))
    return Circumstances(subject, get_settings().bank, read_overdue_months(store, view, node), chosen)
