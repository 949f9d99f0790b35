"""The pre-screen: overdue months, current overdue, lists (rows 0-03 to 0-05, 0-10), as a pack's expression."""

from firmgraph.profiling.evaluation import evaluate
from firmgraph.profiling.expression import read_expression
from firmgraph.profiling.features import screened_listings
from firmgraph.profiling.gates.client import OLD, client_kind
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.lookup import TERMS, finding_en, finding_zh, lookup_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

NAME, FAMILY = "prescreen", "prescreen"


def looks_at_terms(applicant: Applicant) -> bool:
    """Tell whether the pack's expression names what the firm asks for."""
    return not TERMS.keys().isdisjoint(read_expression(applicant.pack(FAMILY).expression or "").names)


def prescreen_gate(applicant: Applicant) -> Gate:
    """Return whether the firm passes the pre-screen; a pack may let old clients pass without it, which is then said."""
    pack, facts = applicant.pack(FAMILY), applicant.case.facts
    kind, client = client_kind(facts)
    if kind == OLD and pack.parameters["old_clients"] == "exempt":
        zh, en = (
            "旧客户免预筛（否决项与五级分类照常判断）",
            "an old client is not pre-screened; vetoes and five tiers still are",
        )
        return Gate(NAME, Verdict.PASS, Reason(zh, en, client.evidence), (pack.id,))
    expression = read_expression(pack.expression or "")
    listings = {"open_listings": screened_listings(facts, applicant.view)}
    found = evaluate(expression, lookup_of(applicant.case, pack.parameters, listings))
    zh, en = "；".join(map(finding_zh, found.findings)), "; ".join(map(finding_en, found.findings))
    return Gate(NAME, found.verdict, Reason(zh, en, found.evidence), (pack.id,), findings=found.findings)
