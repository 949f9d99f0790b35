from hypothesis import given
from hypothesis import strategies as st

from firmgraph.profiling.verdict import Verdict, all_of, any_of, judge, negation

verdicts = st.lists(st.sampled_from(list(Verdict)), max_size=6)


def test_unknown_is_not_clean() -> None:
    assert judge(None) is Verdict.UNKNOWN
    assert all_of([Verdict.PASS, Verdict.UNKNOWN]) is Verdict.UNKNOWN
    assert any_of([Verdict.FAIL, Verdict.UNKNOWN]) is Verdict.UNKNOWN


def test_a_known_value_decides_where_it_can() -> None:
    assert all_of([Verdict.UNKNOWN, Verdict.FAIL]) is Verdict.FAIL
    assert any_of([Verdict.UNKNOWN, Verdict.PASS]) is Verdict.PASS
    assert all_of([]) is Verdict.PASS
    assert any_of([]) is Verdict.FAIL


@given(verdicts)
def test_de_morgan(found: list[Verdict]) -> None:
    assert negation(all_of(found)) is any_of(map(negation, found))


@given(verdicts)
def test_two_valued_logic_where_all_is_known(found: list[Verdict]) -> None:
    known = [verdict for verdict in found if verdict is not Verdict.UNKNOWN]
    assert all_of(known) is judge(all(verdict is Verdict.PASS for verdict in known))
