import csv
import datetime
import gzip
import itertools
import random
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc
from tests.nlp.names.names import firm_names, hostile_names

from firmgraph.errors import InvalidInput
from firmgraph.nlp.names.index import FirmName, NameIndex, NameMatch
from firmgraph.nlp.names.parts import short_forms
from firmgraph.nlp.names.settings import Matching, matching

REGISTRATION = Path(__file__).parents[4] / "shared" / "data" / "registration" / "registration.csv.gz"
CODE, OTHER_CODE = (body + uscc.calc_check_digit(body) for body in ("91990101MA0AAAA01", "91990101MA0AAAA02"))
DAY = datetime.date

_BRANDS = [first + second for first in "甲乙丙丁" for second in "戊己庚辛"]
FIRMS = [
    FirmName("深圳市岚川科技有限公司", CODE),
    FirmName("深圳市岚杉科技有限公司", "b"),
    FirmName("上海赤砾星机电设备有限公司", "c"),
    FirmName("岚川（上海）贸易有限公司", "d"),
    FirmName("广州青檐化工股份有限公司", "e"),
    FirmName("广州青檐化工股份有限公司第二分公司", "f"),
    *(FirmName(f"{brand}{trade}有限公司", f"g{brand}{trade}") for brand in _BRANDS for trade in ("科技", "贸易")),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(FIRMS)


def _answer(match: NameMatch) -> str | None:
    return match.answer.key if match.answer else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("赤砾星", "c"),
        ("上海赤砾星", "c"),
        ("赤砾星机电设备", "c"),
        ("上海砾赤星机电设备", "c"),
        ("上海赤砾机电设备", "c"),
        ("上海赤粒星机电设备", "c"),
        ("　上海 赤砾星（机电）设备", "c"),
        ("岚川上海贸易有限公司", "d"),
        ("深圳岚川科技", CODE),
        ("青檐化工第二分公司", "f"),
        ("广州青檐化工股份有限公司", "e"),
    ],
)
def test_finds_the_firm_of_a_short_or_mistyped_name(index: NameIndex, text: str, key: str) -> None:
    assert _answer(index.match(text)) == key


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("岚川", "shared name"),  # of two firms
        ("半夏无患子", "nothing alike"),
        ("有限公司", "low score"),
        ("", "nothing alike"),
        ("甲科贸", "nothing alike"),
        ("北京丙戊园林", "low score"),
        ("深圳市岚科技", "small margin"),  # 川 or 杉 is missing
        ("岚" * 201, "too long"),
        (OTHER_CODE, "unknown code"),
        (f"深圳市岚川科技有限公司 {OTHER_CODE}", "unknown code"),
    ],
)
def test_gives_no_answer_and_says_why(index: NameIndex, text: str, reason: str) -> None:
    found = index.match(text)
    assert (found.answer, found.reason) == (None, reason)


def test_tells_the_firms_that_share_a_name_as_candidates(index: NameIndex) -> None:
    found = index.match("岚川")
    assert {candidate.firm.key for candidate in found.candidates[:2]} == {CODE, "d"}
    assert found.certainty == 0


def test_one_name_of_two_firms_is_no_answer() -> None:
    index = NameIndex([FirmName("岚川科技有限公司", "a"), FirmName("岚川科技 有限公司", "b")])
    assert index.match("岚川科技有限公司").reason == "shared name"


@pytest.mark.parametrize(
    "text", [CODE, CODE.lower(), f"广州青檐化工股份有限公司（{CODE}）", "".join(chr(ord(c) + 0xFEE0) for c in CODE)]
)
def test_the_code_is_the_key_whatever_the_name_says(index: NameIndex, text: str) -> None:
    found = index.match(text)
    assert (_answer(found), found.reason, found.certainty) == (CODE, "code", 1)


def test_a_code_of_wrong_check_digit_is_no_key(index: NameIndex) -> None:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    assert _answer(index.match(f"广州青檐化工股份有限公司{wrong}")) == "e"


def test_a_former_name_leads_to_the_firm_and_the_day_decides_between_two() -> None:
    index = NameIndex(
        [
            FirmName("岚川科技有限公司", "a", None, DAY(2020, 6, 30)),
            FirmName("赤砾科技有限公司", "a", DAY(2020, 7, 1)),
            FirmName("岚川科技有限公司", "b", DAY(2021, 1, 1)),
        ]
    )
    assert index.match("岚川科技有限公司").reason == "shared name"
    days = [DAY(2020, 6, 30), DAY(2020, 7, 1), DAY(2020, 12, 31), DAY(2021, 1, 1)]
    assert [_answer(index.match("岚川科技有限公司", at=day)) for day in days] == ["a", None, None, "b"]
    assert [_answer(index.match("赤砾", at=day)) for day in days] == [None, "a", "a", "a"]
    assert _answer(index.match("赤砾")) == "a"


def test_a_code_names_the_firm_as_it_was_called_on_the_day() -> None:
    old, new = FirmName("岚川有限公司", CODE, None, DAY(2020, 6, 30)), FirmName("赤砾有限公司", CODE, DAY(2020, 7, 1))
    index = NameIndex([old, new])
    assert [index.match(CODE, at=day).answer for day in (DAY(2020, 6, 30), DAY(2020, 7, 1), None)] == [old, new, new]


def test_several_names_of_one_firm_are_one_candidate() -> None:
    index = NameIndex(
        [FirmName("岚川科技有限公司", "a"), FirmName("岚川科技发展有限公司", "a"), FirmName("赤砾厂", "b")]
    )
    found = index.match("岚川")
    assert ([candidate.firm.key for candidate in found.candidates], _answer(found)) == (["a"], "a")


@given(st.lists(st.tuples(firm_names, st.sampled_from("abcd")), max_size=8), firm_names, st.randoms())
@settings(deadline=None, max_examples=60)
def test_the_answer_does_not_depend_on_the_order_of_names(
    names: list[tuple[str, str]], text: str, chance: random.Random
) -> None:
    firms = [FirmName(name, key) for name, key in names]
    mixed = chance.sample(firms, len(firms))
    assert NameIndex(firms).match(text) == NameIndex(mixed).match(text)


@given(st.lists(firm_names, max_size=6), hostile_names, st.integers(1, 4))
@settings(deadline=None, max_examples=100)
def test_any_text_has_an_ordered_result_or_none(names: list[str], text: str, limit: int) -> None:
    firms = [FirmName(name, str(i)) for i, name in enumerate(names)]
    found = NameIndex(firms).match(text, limit=limit)
    scores = [candidate.score for candidate in found.candidates]
    assert len(scores) <= limit
    assert all(0 <= score <= 1.00001 for score in scores)
    assert found.reason in ("exact", "shared name") or scores == sorted(scores, reverse=True)
    assert (found.answer is None) == (found.reason not in ("code", "exact", "alike"))
    assert found.answer is None or found.answer == found.candidates[0].firm
    assert 0 <= found.certainty <= 1.00001


@given(st.lists(firm_names.filter(short_forms), min_size=1, max_size=8, unique=True))
@settings(deadline=None, max_examples=60)
def test_every_name_finds_itself_unless_two_firms_bear_it(names: list[str]) -> None:
    firms = [FirmName(name, str(i)) for i, name in enumerate(names)]
    index = NameIndex(firms)
    for firm in firms:
        found = index.match(firm.name)
        assert found.answer == firm or found.reason == "shared name"


@pytest.mark.parametrize("piece", ["公", "(", "岚川", "\0", "\ud800", " ", "Ａ", "😀", "<b>"])
def test_long_texts_are_answered_in_linear_time(index: NameIndex, piece: str) -> None:
    started = time.process_time()
    index.match(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 3


def test_names_too_long_or_empty_do_no_harm_in_an_index() -> None:
    index = NameIndex(
        [FirmName("岚" * 100_000, "a"), FirmName("", "b"), FirmName("\ud800", "c"), FirmName("赤砾厂", "d")]
    )
    assert _answer(index.match("赤砾")) == "d"
    assert index.match("\0").reason == "nothing alike"
    assert NameIndex([]).match("赤砾").reason == "nothing alike"


def test_refuses_what_is_not_of_the_documented_form(index: NameIndex) -> None:
    with pytest.raises(InvalidInput, match="limit"):
        index.match("岚川", limit=0)
    with pytest.raises(InvalidInput, match="key"):
        FirmName("岚川", " ")
    with pytest.raises(InvalidInput, match="valid_to"):
        FirmName("岚川", "a", DAY(2021, 1, 1), DAY(2020, 1, 1))


def test_settings_decide_when_no_answer_is_given(index: NameIndex) -> None:
    strict = Matching.model_validate(matching().model_dump() | {"abstain": {"score": 0.5, "margin": 0.99}})
    assert _answer(index.match("赤砾星")) == "c"
    assert NameIndex(FIRMS, settings=strict).match("赤砾星").reason == "small margin"


@pytest.mark.data
def test_finds_real_names_by_all_but_their_legal_form() -> None:
    with gzip.open(REGISTRATION, "rt", encoding="utf-8", newline="") as file:
        rows = list(itertools.islice(csv.DictReader(file), 4000))
    firms = [FirmName(row["企业名称"], str(i)) for i, row in enumerate(rows) if "\ufffd" not in row["企业名称"]]
    index = NameIndex(firms)
    asked = [firm for firm in firms[::10] if firm.name.endswith("有限公司")]
    found = [index.match(firm.name.removesuffix("有限公司")) for firm in asked]
    right = np.mean([match.answer == firm for match, firm in zip(found, asked, strict=True)])
    assert right > 0.97
