"""The gates in the order of their pack; after a refused consent nothing more is read (row 0-21)."""

from collections.abc import Mapping

from firmgraph.errors import InvalidInput
from firmgraph.profiling.gates import client, consent, duplicate, expectation, five_tier, prescreen, vetoes
from firmgraph.profiling.gates.gate import Applicant, Gate, GateTest
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

FAMILY = "gate-order"


def _consent(applicant: Applicant) -> Gate:
    return consent.consent_gate(applicant.case.facts, applicant.granted, applicant.pack(consent.NAME))


def _five_tier(applicant: Applicant) -> Gate:
    return five_tier.five_tier_gate(applicant.case.facts, applicant.packs(five_tier.FAMILY))


GATES: Mapping[str, GateTest] = {
    consent.NAME: _consent,
    duplicate.NAME: duplicate.duplicate_gate,
    client.NAME: client.client_gate,
    vetoes.NAME: vetoes.vetoes_gate,
    five_tier.NAME: _five_tier,
    prescreen.NAME: prescreen.prescreen_gate,
    expectation.NAME: expectation.expectation_gate,
}


OF_THE_FIRM = frozenset({duplicate.NAME, client.NAME, vetoes.NAME, five_tier.NAME, expectation.NAME})


def gate_order(applicant: Applicant) -> tuple[str, ...]:
    """Return the gates in order, consent first whatever the pack says; raise InvalidInput for an unknown gate."""
    pack = applicant.pack(FAMILY)
    order = [name for name in pack.parameters["order"] if name != consent.NAME]
    if unknown := [name for name in order if name not in GATES]:
        raise InvalidInput(f"{pack.id}: no such gate: {', '.join(unknown)}; there are {', '.join(GATES)}", field="pack")
    return (consent.NAME, *order)


def examine(applicant: Applicant, known: dict[str, Gate] | None = None) -> tuple[Gate, ...]:
    """Return what each gate says of an applicant whose consent holds; all are told, also after one that fails.

    `known` keeps what the gates say that look at the firm alone, whatever it asks for.
    """
    found: dict[str, Gate] = {} if known is None else known
    for name in gate_order(applicant):
        if name not in found or not _is_of_the_firm(name, applicant):
            found[name] = GATES[name](applicant)
    return tuple(found[name] for name in gate_order(applicant))


def _is_of_the_firm(name: str, applicant: Applicant) -> bool:
    """Tell whether a gate says the same whatever a firm asks for; the pre-screen does unless its pack names a term."""
    return name in OF_THE_FIRM or (name == prescreen.NAME and not prescreen.looks_at_terms(applicant))


def unexamined(applicant: Applicant) -> tuple[Gate, ...]:
    """Return the gates after a refused consent: none was looked at."""
    words = Reason("未获授权，不予查询", "not examined: there is no consent")
    return tuple(Gate(name, Verdict.UNKNOWN, words) for name in gate_order(applicant) if name != consent.NAME)


def refused(gates: tuple[Gate, ...]) -> bool:
    """Tell whether any gate fails."""
    return any(gate.verdict is Verdict.FAIL for gate in gates)
