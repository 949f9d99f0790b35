"""A request the tests of matching share, on a shelf of three products."""

from typing import Any

from tests.profiling.rows import AT, FIRM, Row, deals, product_row, secured_row

from firmgraph.graph.store import GraphStore
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.match import match
from firmgraph.profiling.request import MatchRequest, read_request

SHELF: list[Row] = [product_row("P1"), product_row("P2", grades=["premium"]), secured_row("S1"), *deals("P2", 3)]


def request(**terms: Any) -> MatchRequest:
    """A request of the firm for 800,000 over a year, a mortgage offered."""
    own = {"amount": 800_000, "term_months": 12, "purpose": "working_capital", "guarantee": ["mortgage"]}
    return read_request({"subject": {"uscc": FIRM}, "terms": {**own, **terms}})


def answered(store: GraphStore, **terms: Any) -> MatchAnswer:
    """The answer to that request on the tests' day."""
    return match(store, request(**terms), AT)
