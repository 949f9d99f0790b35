"""Codes and numbers: form, check digit, masking (oracles O6 and O11)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from firmgraph.graph.normal import identifiers

SAMPLE_USCC = "91350100M000100Y43"
SAMPLE_PERSON = "11010519491231002X"


def code_of(call: Callable[[object], object], value: object) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        call(value)
    return caught.value.type


def test_the_standards_own_sample_code_is_valid_in_any_writing() -> None:
    assert identifiers.uscc(SAMPLE_USCC) == SAMPLE_USCC
    assert identifiers.uscc(" ９１350100m000100y43 ") == SAMPLE_USCC


def test_changing_the_last_character_breaks_the_check_digit() -> None:
    assert code_of(identifiers.uscc, SAMPLE_USCC[:-1] + "4") == "uscc_check_digit"


@pytest.mark.parametrize("text", ["", "9135010", "91350100M000100Y431", "I1350100M000100Y43", "企合苏总字第000001号"])
def test_other_forms_are_no_code(text: str) -> None:
    assert code_of(identifiers.uscc, text) == "uscc_form"


def test_the_sample_person_number_has_check_digit_x() -> None:
    assert identifiers.person_number(SAMPLE_PERSON.lower()) == SAMPLE_PERSON


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105194912310021", "person_id_check_digit"),
        ("11010519491331002X", "person_id_date"),
        ("1101051949123100", "person_id_form"),
    ],
)
def test_wrong_person_numbers_say_what_is_wrong(text: str, code: str) -> None:
    assert code_of(identifiers.person_number, text) == code


@pytest.mark.parametrize("text", ["330100400012345", "3301004000123"])
def test_old_registration_numbers_have_15_or_13_digits(text: str) -> None:
    assert identifiers.registration_number(text) == text
    assert code_of(identifiers.registration_number, text + "9") == "registration_number_form"


def test_masking_hides_persons_and_leaves_codes_and_length() -> None:
    text = f"担保人王某，身份证{SAMPLE_PERSON}，统一代码915103002039955541，电话13812345678。"
    hidden = identifiers.mask_persons(text)
    assert SAMPLE_PERSON not in hidden
    assert "915103002039955541" in hidden
    assert len(hidden) == len(text)
    assert "13812345678" not in identifiers.mask_private(text)


@given(st.text(max_size=60))
def test_masking_never_changes_length(text: str) -> None:
    assert len(identifiers.mask_private(text)) == len(text)


def test_the_hash_depends_on_the_number_and_hides_it() -> None:
    one, other = identifiers.hashed(SAMPLE_PERSON), identifiers.hashed("110105194912310038")
    assert one != other
    assert SAMPLE_PERSON not in one
    assert len(one) == 20
