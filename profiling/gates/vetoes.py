"""Vetoes (一票否决) as a gate: what refuses a firm whatever its score, from the graph's own findings."""

from firmgraph.graph.risk.circumstances import LAW, circumstances
from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.vetoes import Vetoes, vetoes
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict, all_of

NAME = "vetoes"


def vetoes_gate(applicant: Applicant) -> Gate:
    """Return whether any veto strikes; of a firm the graph does not know none can be told."""
    if applicant.node is None:
        words = Reason("图谱中没有该企业，否决项未知", "the graph does not know the firm: its vetoes are not known")
        return Gate(NAME, Verdict.UNKNOWN, words)
    case = circumstances(applicant.sight.store, applicant.view, applicant.node, applicant.chosen)
    found = vetoes(case.subject, bank=case.bank, overdue_months=case.overdue_months, chosen=applicant.chosen)
    verdict = all_of(Verdict(finding.verdict) for finding in found.findings)
    packs = tuple(sorted({found.pack, found.circle_pack, applicant.pack(LAW).id}))
    return Gate(NAME, verdict, _reason(verdict, found), packs)


def _reason(verdict: Verdict, found: Vetoes) -> Reason:
    telling = [finding for finding in found.findings if finding.verdict == verdict]
    evidence = tuple(sorted({record for finding in telling for record in finding.evidence}))
    if verdict is Verdict.PASS:
        return Reason("没有命中一票否决项", "no veto strikes", evidence)
    zh, en = "、".join(map(_zh, telling)), "; ".join(map(_en, telling))
    if verdict is Verdict.FAIL:
        return Reason(f"命中一票否决：{zh}", f"a veto strikes: {en}", evidence)
    return Reason(f"没有命中的否决项，但有未知项：{zh}", f"no veto strikes, some are not known: {en}", evidence)


def _zh(finding: Finding) -> str:
    doubt = "疑似" if finding.certainty == "suspected" and finding.verdict == "FAIL" else ""
    return f"{finding.rule} {doubt}{finding.zh}"


def _en(finding: Finding) -> str:
    return f"{finding.rule} {finding.en}"
