import pytest
from tests.profiling.gates.applying import applicant
from tests.profiling.rows import MakeStore, good_firm

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack, pack_by_id
from firmgraph.profiling.gates import sequence
from firmgraph.profiling.gates.gate import Applicant
from firmgraph.profiling.verdict import Verdict

ORDER = ("consent", "duplicate", "client", "vetoes", "five_tier", "prescreen", "expectation")


def ordered(monkeypatch: pytest.MonkeyPatch, *order: str) -> None:
    pack = pack_by_id("gate-order").model_copy(update={"parameters": {"order": list(order)}})

    def chosen(self: Applicant, family: str) -> RulePack:
        return pack if family == "gate-order" else pack_by_id({"expectation": "expectation-000"}.get(family, family))

    monkeypatch.setattr(Applicant, "pack", chosen)


def test_row_0_21_the_gates_stand_in_the_order_of_the_pack(make_store: MakeStore) -> None:
    gates = sequence.examine(applicant(make_store, *good_firm()))
    assert tuple(gate.name for gate in gates) == ORDER
    assert not sequence.refused(gates)
    assert all(gate.reason.zh and gate.reason.en for gate in gates)


def test_row_0_21_another_order_is_data_but_consent_stays_first(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = applicant(make_store, *good_firm())
    ordered(monkeypatch, "expectation", "consent", "client")
    assert sequence.gate_order(asking) == ("consent", "expectation", "client")
    ordered(monkeypatch, "luck")
    with pytest.raises(InvalidInput, match="no such gate: luck"):
        sequence.gate_order(asking)


def test_row_3_02_after_a_refused_consent_every_other_gate_is_unexamined(make_store: MakeStore) -> None:
    gates = sequence.unexamined(applicant(make_store, *good_firm()))
    assert tuple(gate.name for gate in gates) == ORDER[1:]
    assert {gate.verdict for gate in gates} == {Verdict.UNKNOWN}
