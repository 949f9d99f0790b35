"""Who the subject of a portrait is to the bank: enterprise or individual, new or old client (rows 3-01, 0-09)."""

from collections.abc import Iterator

from firmgraph.graph.ontology import ontology
from firmgraph.profiling.combine import Stated
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.client import client_kind
from firmgraph.profiling.measured import evidence_of

ENTERPRISE, INDIVIDUAL = "enterprise", "individual"


def client_statements(facts: Facts) -> Iterator[Stated]:
    """Yield what registry, graph and bank say of the kind of subject, and whether it is a client already."""
    yield from _subject_type(facts)
    kind, reason = client_kind(facts)
    if kind is not None:
        by = ("customer",) if reason.evidence else ("registration",)
        yield Stated("client_kind", kind, "bank", by, reason.evidence or evidence_of(facts.of("registration")))


def _subject_type(facts: Facts) -> Iterator[Stated]:
    """A registered firm is an enterprise, a sole trader too; the bank's own record may say otherwise and loses."""
    registered = facts.of("registration")
    if registered:
        yield Stated("subject_type", ENTERPRISE, "registration", ("registration",), evidence_of(registered))
    elif facts.described is not None:
        family = ontology().nodes[facts.described.node.kind].family
        kind = ENTERPRISE if family == "Organisation" else INDIVIDUAL
        yield Stated("subject_type", kind, "graph", (), facts.described.evidence)
    for row in facts.of("customer"):
        if "customer" in row.payload:
            yield Stated("subject_type", row.payload["customer"], "bank", ("customer",), (row.record_id,))
