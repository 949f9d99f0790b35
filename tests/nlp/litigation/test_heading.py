"""Court, kind and number of a document."""

import csv
from pathlib import Path

import pytest

from firmgraph.nlp.litigation.heading import court_level, find_cases, find_court, find_kind
from firmgraph.nlp.text import normal_form

COURTS = Path(__file__).parents[4] / "shared" / "data" / "lexicons" / "court_directory.csv"


@pytest.mark.parametrize(
    ("text", "court"),
    [
        ("云山省青石市中级人民法院\n民事判决书", "云山省青石市中级人民法院"),
        ("2031年3月4日，原告向青石市东湖区人民法院提起诉讼", "青石市东湖区人民法院"),
        ("双方在青石县人民法院调解", "青石县人民法院"),
        ("不服浙江省某某市中级人民法院(2031)浙99民初1号判决", "浙江省某某市中级人民法院"),
        ("法院：青石海事法院\n案号：1", "青石海事法院"),
        ("请求人民法院判令被告还款", None),
        ("向所在地人民法院起诉", None),
        ("甲县人民法院一审，乙市中级人民法院二审", None),
    ],
)
def test_the_court(text: str, court: str | None) -> None:
    found = find_court(normal_form(text))
    assert (found.value if found else None) == court


@pytest.mark.parametrize(
    ("court", "level"),
    [
        ("最高人民法院", "supreme"),
        ("云山省高级人民法院", "high"),
        ("青石海事法院", "intermediate"),
        ("青石县人民法院", "basic"),
        ("委员会", None),
    ],
)
def test_the_level_of_a_court(court: str, level: str | None) -> None:
    assert court_level(court) == level


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("某法院\n民 事 判 决 书\n", "judgment"),
        ("某法院\n执行裁定书\n", "ruling"),
        ("民事调解书\n（2031）", "mediation"),
        ("支付令\n", "payment_order"),
        ("开庭公告\n", "notice"),
        ("本院作出的判决书已生效", None),
    ],
)
def test_the_kind_of_document(text: str, kind: str | None) -> None:
    found = find_kind(normal_form(text))
    assert (found.value if found else None) == kind


@pytest.mark.parametrize(
    "number",
    [
        "（2019）云0106民初1234号",
        "(2015)青西商初字第12号",
        "〔2011〕荣法民初字第01929号",
        "(2031)云01执异7号之二",
        "（2021）最高法民终1号",
        "(2031)云破申3号",
    ],
)
def test_forms_of_case_numbers(number: str) -> None:
    own, cited = find_cases(normal_form(f"案号：{number}\n"))
    assert own is not None
    assert own.value == normal_form(number).replace("〔", "(").replace("〕", ")") or "〔" in number
    assert (own.start, own.end) == (3, 3 + len(number))
    assert cited == ()


def test_numbers_of_other_cases_are_cited() -> None:
    own, cited = find_cases(
        "(2032)云民终56号\n不服(2031)云01民初7号判决,(2031)云01民初7号,(2030)云京内经证字第5号公证书"
    )
    assert own is not None
    assert own.value == "(2032)云民终56号"
    assert [number.value for number in cited] == ["(2031)云01民初7号"]


@pytest.mark.data
def test_courts_of_the_directory_are_read_whole() -> None:
    with COURTS.open(encoding="utf-8", newline="") as file:
        names = [normal_form(row["法院名称"].strip()) for row in csv.DictReader(file)]
    found = [find_court(f"原告诉至{name},") for name in names]
    assert sum(
        court is not None and court.value == name for court, name in zip(found, names, strict=True)
    ) > 0.98 * len(names)
