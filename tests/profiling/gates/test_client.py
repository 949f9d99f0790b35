from tests.profiling.gates.applying import applicant
from tests.profiling.rows import NAME, MakeStore, customer, registration

from firmgraph.profiling.gates.client import NEW, OLD, client_gate
from firmgraph.profiling.verdict import Verdict


def test_row_0_02_a_client_is_old_by_its_code(make_store: MakeStore) -> None:
    gate = client_gate(applicant(make_store, registration(), customer()))
    assert (gate.found, gate.verdict, gate.reason.evidence) == (OLD, Verdict.PASS, ("test:customer-1",))


def test_row_0_02_who_is_no_client_is_new(make_store: MakeStore) -> None:
    assert client_gate(applicant(make_store, registration())).found == NEW


def test_row_0_02_a_name_alone_tells_nothing(make_store: MakeStore) -> None:
    gate = client_gate(applicant(make_store, registration(), customer(enterprise=NAME)))
    assert (gate.found, gate.verdict, gate.reason.evidence) == (None, Verdict.UNKNOWN, ("test:customer-1",))
