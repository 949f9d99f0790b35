"""Old or new client (新客户 / 旧客户): told by the credit code, never by the name alone (rows 0-02, 0-09)."""

from firmgraph.graph.elements import StoredRecord
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.measured import evidence_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

NAME = "client"
OLD, NEW = "old_client", "new_client"


def client_gate(applicant: Applicant) -> Gate:
    """Return whether the firm is a client already; it refuses nobody, and is UNKNOWN where only a name agrees."""
    kind, reason = client_kind(applicant.case.facts)
    return Gate(NAME, Verdict.UNKNOWN if kind is None else Verdict.PASS, reason, found=kind)


def coded_clients(facts: Facts) -> tuple[StoredRecord, ...]:
    """Return the client records that bear the firm's own credit code."""
    own = facts.identity.uscc
    return tuple(row for row in facts.of("customer") if own and row.payload["enterprise"].get("uscc") == own)


def client_kind(facts: Facts) -> tuple[str | None, Reason]:
    """Return old_client, new_client or None (not to be told), and why."""
    rows, coded = facts.of("customer"), coded_clients(facts)
    if coded:
        return OLD, Reason(
            "旧客户：统一社会信用代码与客户档案一致", "an old client by its credit code", evidence_of(coded)
        )
    if rows or not facts.identity.uscc:
        told = evidence_of(rows)
        return None, Reason("仅名称可比，新旧客户未知", "only a name can be compared: old or new is not known", told)
    return NEW, Reason("新客户：客户档案中没有该代码", "a new client: no client has its credit code")
