import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from tests.nlp.names.names import hostile_names

from firmgraph.nlp.names.persons import PersonMention, PersonVerdict, same_person

# 99 is no region, so nobody bears these.
NUMBER, OTHER_NUMBER = (body + ric.calc_check_digit(f"{body}0") for body in ("99010119800101123", "99010119800101125"))
NAME = "岚砾"


def _mention(name: str = NAME, **told: str) -> PersonMention:
    return PersonMention(name, **{kind: frozenset([value]) for kind, value in told.items()})


def _verdict(a: PersonMention, b: PersonMention) -> tuple[str, str | None]:
    found = same_person(a, b)
    return found.same, found.certainty


def test_the_same_name_alone_is_unknown() -> None:
    found = same_person(_mention(), _mention())
    assert found == PersonVerdict(
        "unknown", None, (), "the same name alone: no firm, phone, address or number in common"
    )


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("firms", "91990101MA0TEST01X", " 91990101ma0test01x "),
        ("phones", "138 0000 0001", "+86-13800000001"),
        ("addresses", "深圳市南山区岚桥路１２号３楼", "深圳市南山区岚桥路12号3楼"),
    ],
)
def test_the_same_name_with_something_shared_is_suspected(kind: str, one: str, other: str) -> None:
    found = same_person(_mention(**{kind: one}), _mention(f" {NAME}", **{kind: other}))
    assert (found.same, found.certainty, len(found.shared)) == ("same", "suspected", 1)
    assert found.shared[0] in found.reason


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phones", "138****0001"),
        ("phones", "00000000"),
        ("phones", "不详"),
        ("addresses", "深圳市南山区"),
        ("addresses", "深圳市岚桥路"),
        ("addresses", "岚桥路**号3楼"),
        ("numbers", NUMBER[:6] + "********" + NUMBER[14:]),
        ("numbers", NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")),
        ("firms", " "),
    ],
)
def test_what_is_masked_wrong_or_says_too_little_is_no_evidence(kind: str, value: str) -> None:
    assert _verdict(_mention(**{kind: value}), _mention(**{kind: value})) == ("unknown", None)


def test_the_identity_number_confirms_and_denies() -> None:
    old = NUMBER[:6] + NUMBER[8:17]
    assert _verdict(_mention(numbers=NUMBER), _mention(numbers=NUMBER.lower())) == ("same", "confirmed")
    assert _verdict(_mention(numbers=NUMBER), _mention(numbers=old)) == ("same", "confirmed")
    shared = {"firms": "a", "phones": "13800000001"}
    different = same_person(_mention(numbers=NUMBER, **shared), _mention(numbers=OTHER_NUMBER, **shared))
    assert (different.same, different.certainty) == ("different", "confirmed")
    assert different.shared == ("firm", "phone")


def test_one_number_under_two_names_is_told_and_not_merged() -> None:
    found = same_person(_mention(numbers=NUMBER), _mention("赤檐", numbers=NUMBER))
    assert (found.same, "two names" in found.reason) == ("unknown", True)


def test_other_names_are_never_merged_on_what_they_share() -> None:
    shared = {"firms": "a", "phones": "13800000001"}
    assert _verdict(_mention(**shared), _mention("赤檐", **shared)) == ("unknown", None)
    assert _verdict(_mention("", **shared), _mention("", **shared)) == ("unknown", None)


_VALUES = st.frozensets(st.one_of(hostile_names, st.sampled_from([NUMBER, OTHER_NUMBER, "13800000001"])), max_size=3)
_MENTIONS = st.builds(PersonMention, st.sampled_from([NAME, "赤檐", ""]), _VALUES, _VALUES, _VALUES, _VALUES)


@given(_MENTIONS, _MENTIONS)
def test_the_verdict_is_the_same_both_ways_and_merges_only_on_evidence(a: PersonMention, b: PersonMention) -> None:
    found = same_person(a, b)
    assert found == same_person(b, a)
    assert found.same != "same" or (found.shared and a.name == b.name)
    assert (found.certainty is None) == (found.same == "unknown")
