"""Firms alike by tags: against the plain formula, bounds, order, reasons."""

from math import inf, log, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.nlp.similar import TagWeights, similar

BOOK: dict[str, dict[str, float]] = {
    "a": {"risk.overdue": 0.5, "region.east": 1.0},
    "b": {"risk.overdue": 0.5},
    "c": {"region.east": 1.0},
    "d": {"region.east": 1.0, "scale.small": 1.0},
    "e": {},
}
weights = st.one_of(st.just(0.0), st.floats(0.001, 1))
books = st.dictionaries(
    st.sampled_from("abcdefgh"), st.dictionaries(st.sampled_from("tuvwxyz"), weights, max_size=6), min_size=1
)


def _plain(book: dict[str, dict[str, float]], one: str, other: str) -> float:
    """The weighted Jaccard index, written out."""
    tags = {tag for firm in book.values() for tag in firm}
    rarity = {tag: log(1 + len(book) / sum(tag in firm for firm in book.values())) for tag in tags}
    pairs = [(rarity[tag], book[one].get(tag, 0.0), book[other].get(tag, 0.0)) for tag in tags]
    whole = sum(rare * max(mine, theirs) for rare, mine, theirs in pairs)
    return sum(rare * min(mine, theirs) for rare, mine, theirs in pairs) / whole if whole else 0.0


@given(books)
def test_the_score_is_the_weighted_jaccard_index_of_every_firm_that_shares_a_tag(
    book: dict[str, dict[str, float]],
) -> None:
    firm = min(book)
    found = {one.firm: one for one in similar(book, firm, len(book))}
    assert firm not in found
    for other in book.keys() - {firm}:
        expected = _plain(book, firm, other)
        assert (other in found) is (expected > 0)
        if other in found:
            assert found[other].score == pytest.approx(expected, abs=2e-6)
            assert 0 <= found[other].score <= 1
            assert sum(tag.part for tag in found[other].shared) == pytest.approx(expected, abs=1e-5)


@given(books, st.randoms(use_true_random=False), st.integers(0, 8))
def test_the_order_of_firms_and_tags_changes_nothing(
    book: dict[str, dict[str, float]], random: Any, limit: int
) -> None:
    firm = min(book)
    mixed = [(name, list(tags.items())) for name, tags in book.items()]
    random.shuffle(mixed)
    for _, tags in mixed:
        random.shuffle(tags)
    found = similar({name: dict(tags) for name, tags in mixed}, firm, limit)
    assert found == similar(book, firm, limit) == similar(book, firm, len(book))[:limit]


def test_a_rare_shared_tag_makes_more_alike_than_a_common_one() -> None:
    book = {**BOOK, "a": {"risk.overdue": 1.0, "region.east": 1.0}, "b": {"risk.overdue": 1.0}}
    assert [one.firm for one in similar(book, "a")] == ["b", "c", "d"]


def test_the_reasons_are_the_shared_tags_the_greatest_first() -> None:
    book: dict[str, TagWeights] = {**BOOK, "f": dict(BOOK["a"])}
    (twin, *_) = similar(book, "a", 1)
    assert (twin.firm, twin.score) == ("f", 1.0)
    assert [tag.tag for tag in twin.shared] == ["region.east", "risk.overdue"]
    assert twin.to_wire()["shared"][0] == {"tag": "region.east", "part": twin.shared[0].part}


def test_a_firm_without_tags_is_like_none() -> None:
    assert similar(BOOK, "e") == []


def test_a_firm_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput):
        similar(BOOK, "z")


@pytest.mark.parametrize("weight", [-0.1, 1.1, nan, inf])
def test_a_weight_outside_its_range_is_refused(weight: float) -> None:
    with pytest.raises(InvalidInput):
        similar({"a": {"t": weight}, "b": {}}, "b")
