from firmgraph.nlp.terms import TermIndex


def test_finds_overlapping_terms_in_either_case_with_their_places() -> None:
    index = TermIndex(["失信", "失信被执行人", "被执行人", "ISO9001"])
    found = list(index.find("失信被执行人iso9001"))
    assert found == [("失信", 0, 2), ("失信被执行人", 0, 6), ("被执行人", 2, 6), ("ISO9001", 6, 13)]


def test_finds_nothing_in_nothing() -> None:
    assert list(TermIndex(["失信"]).find("")) == []
    assert list(TermIndex([]).find("失信")) == []
