"""An applicant the tests of gates share, seen in a small store."""

from tests.profiling.rows import AT, SUBJECT, MakeStore, Row

from firmgraph.graph.elements import Moment
from firmgraph.profiling.case import Case
from firmgraph.profiling.facts import gather
from firmgraph.profiling.gates.gate import Applicant
from firmgraph.profiling.request import read_request
from firmgraph.profiling.sight import Sight

ASKED = {"subject": {"id": SUBJECT}, "terms": {"amount": 100000, "term_months": 6, "purpose": "working_capital"}}


def applicant(make_store: MakeStore, *rows: Row, at: Moment = AT, chosen: tuple[str, ...] = ()) -> Applicant:
    """The firm asking for 100,000 over half a year, of whom these rows are loaded."""
    store = make_store(rows)
    case = Case(gather(store, SUBJECT, at), read_request(ASKED).terms)
    return Applicant(case, Sight(store, at), None, chosen)
