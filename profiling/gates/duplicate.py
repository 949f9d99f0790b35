"""The duplicate application: who has applied within the preset time is not offered again (row 0-06)."""

from datetime import date, timedelta

from firmgraph.graph.risk.days import days_since
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.measured import evidence_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

NAME, FAMILY = "duplicate", "duplicate-application"


def duplicate_gate(applicant: Applicant) -> Gate:
    """Return whether the firm applied within so many days, both days included; withdrawn applications do not count."""
    facts, pack = applicant.case.facts, applicant.pack(FAMILY)
    days, counts = int(pack.parameters["days"]), pack.parameters["results"]
    rows = [row for row in facts.of("application") if row.payload.get("result") in (None, *counts)]
    recent = [row for row in rows if days_since(row.payload["applied_at"], facts.day) <= days]
    if recent:
        last = max(recent, key=lambda row: (str(row.payload["applied_at"]), row.uid))
        applied = date.fromisoformat(last.payload["applied_at"])
        free = (applied + timedelta(days=days + 1)).isoformat()
        zh = f"{applied} 已申请过，{days} 天内不重复受理，{free} 起可再申请"
        en = f"applied already on {applied}: not again within {days} days, from {free} on"
        return Gate(NAME, Verdict.FAIL, Reason(zh, en, evidence_of(recent)), (pack.id,))
    if not (rows or facts.knows("customer")):
        words = Reason(
            "客户系统没有该企业的数据，是否重复申请未知", "the bank's own records are silent on applications"
        )
        return Gate(NAME, Verdict.UNKNOWN, words, (pack.id,))
    words = Reason(f"{days} 天内没有申请", f"no application within {days} days", evidence_of(rows))
    return Gate(NAME, Verdict.PASS, words, (pack.id,))
