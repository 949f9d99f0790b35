"""Consent to credit approval before anything is read (授信审批授权; document 003, step 2, row 3-02)."""

from collections.abc import Iterable

from firmgraph.graph.elements import StoredRecord
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.measured import evidence_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

NAME = "consent"


def consent_gate(facts: Facts, granted: bool | None, pack: RulePack) -> Gate:
    """Return whether the firm consents on the day, by record or with the request (`granted`; False refuses)."""
    purpose = pack.parameters["purpose"]
    rows, valid = consents(facts, purpose), valid_consents(facts, purpose)
    verdict, zh, en, told = _found(granted, rows, valid)
    return Gate(NAME, verdict, Reason(zh, en, evidence_of(told)), (pack.id,))


def _found(
    granted: bool | None, rows: Iterable[StoredRecord], valid: Iterable[StoredRecord]
) -> tuple[Verdict, str, str, Iterable[StoredRecord]]:
    if granted is False:
        return Verdict.FAIL, "本次申请拒绝授权", "the request itself refuses consent", ()
    if valid:
        return Verdict.PASS, "授信审批授权有效", "consent to credit approval is valid", valid
    if granted:
        return Verdict.PASS, "随本次申请授权", "consent is given with the request", ()
    if rows:
        zh, en = "授信审批授权已到期或撤回", "consent to credit approval has expired or was withdrawn"
        return Verdict.FAIL, zh, en, rows
    return Verdict.FAIL, "没有授信审批授权", "there is no consent to credit approval", ()


def consents(facts: Facts, purpose: str) -> tuple[StoredRecord, ...]:
    """Return the consents a firm ever gave to a purpose."""
    return tuple(row for row in facts.of("consent") if row.payload["purpose"] == purpose)


def valid_consents(facts: Facts, purpose: str) -> tuple[StoredRecord, ...]:
    """Return the consents to a purpose that hold on the day of the facts."""
    return tuple(row for row in consents(facts, purpose) if holds_on(row, facts.day))


def holds_on(row: StoredRecord, day: str) -> bool:
    """Tell whether a consent holds on a day: given by then, not expired, not withdrawn."""
    expires, withdrawn = row.payload.get("expires_at"), row.payload.get("withdrawn_at")
    return bool(
        row.payload["given_at"] <= day
        and (expires is None or day <= expires)
        and (withdrawn is None or day < withdrawn)
    )
