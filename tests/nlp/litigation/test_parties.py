"""Parties with their roles; representatives, clerks and common words are none."""

import pytest
from tests.nlp.litigation.documents import APPEAL, ENFORCEMENT, JUDGMENT

from firmgraph.nlp.litigation.parties import find_parties
from firmgraph.nlp.text import normal_form


def roles(text: str) -> list[tuple[str, str]]:
    return [(party.role, party.name) for party in find_parties(normal_form(text))]


def test_the_head_of_a_judgment() -> None:
    parties = find_parties(normal_form(JUDGMENT))
    assert [(p.role, p.side, p.kind, p.aliases) for p in parties] == [
        ("plaintiff", "claiming", "organisation", ()),
        ("defendant", "defending", "organisation", ("丙丁公司",)),
        ("defendant", "defending", "person", ()),
        ("third_party", "third", "organisation", ()),
    ]


def test_an_appeal_tells_the_role_of_the_first_instance() -> None:
    assert [(p.role, p.original_role, p.name) for p in find_parties(normal_form(APPEAL))] == [
        ("appellant", "defendant", "周大山"),
        ("appellee", "plaintiff", "青石戊己建材有限公司"),
    ]


def test_parties_of_enforcement() -> None:
    assert roles(ENFORCEMENT) == [
        ("enforcement_applicant", "青石农村商业银行股份有限公司"),
        ("enforcement_subject", "青石庚辛机械厂"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "原告王小明诉被告李华、孙丽民间借贷纠纷一案",
            [("plaintiff", "王小明"), ("defendant", "李华"), ("defendant", "孙丽")],
        ),
        ("原告张三向被告青石甲公司供货", [("plaintiff", "张三"), ("defendant", "青石甲公司")]),
        ("原告曹x0与被告张某甲签订合同", [("plaintiff", "曹x0"), ("defendant", "张某甲")]),
        ("原告欧阳小明因合同纠纷起诉", [("plaintiff", "欧阳小明")]),
        ("被告阿卜杜拉·买买提未到庭", [("defendant", "阿卜杜拉·买买提")]),
        ("原告与被告和第三人青石银行白水支行约定", [("third_party", "青石银行白水支行")]),
        (
            "原告:青石甲有限公司。被告一:李四,男。被告二:王五,女。",
            [("plaintiff", "青石甲有限公司"), ("defendant", "李四"), ("defendant", "王五")],
        ),
    ],
)
def test_names_in_sentences(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert roles(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "原告诉称,被告应支付货款",
        "被告委托诉讼代理人王五",
        "原告的法定代表人李四",
        "原、被告双方高度重视",
        "被告于2031年借款,原告曾多次催讨",
        "两被告经本院传唤未到庭",
        "被告全额支付,原告安排人员",
        "被告向原告借款,原告和被告约定",
        "原告方同意,被告方不同意",
    ],
)
def test_what_follows_a_role_is_not_always_a_name(sentence: str) -> None:
    assert roles(sentence) == []


def test_list_ends_where_and_joins_unlike_things() -> None:
    assert roles("被告李华、孙丽及吴丹未到庭") == [("defendant", "李华"), ("defendant", "孙丽"), ("defendant", "吴丹")]
    assert roles("被告李华和吴丹签订合同") == [("defendant", "李华")]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("由被告孙丽提供连带责任保证。", ["孙丽"]),
        ("同日,青石甲有限公司为该笔贷款提供连带责任担保。", ["青石甲有限公司"]),
        ("李华、孙丽作为保证人在借条上签字。", ["李华", "孙丽"]),
        ("与出借人张三、青石甲公司(担保人)签订合同", ["青石甲公司"]),
        ("银行要求提供担保。", []),
        ("如被保证人青石甲公司未按约还款,", []),
    ],
)
def test_guarantors_are_read_from_what_they_gave(sentence: str, names: list[str]) -> None:
    assert [name for role, name in roles(sentence) if role == "guarantor"] == names


def test_each_name_stands_once_in_a_role() -> None:
    assert roles("原告张三。原告张三称，原告张三。") == [("plaintiff", "张三")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("原告张三与被告李四约定。此前判决:“原告李四与被告张三离婚”", [("plaintiff", "张三"), ("defendant", "李四")]),
        ("原告张三起诉。(2031)云01民终7号上诉人王五不服", [("plaintiff", "张三")]),
        ("被告向国家机关申请,被告向青石市劳动人事争议仲裁委员会申请", []),
        ("原告向明、被告应龙签订合同", [("plaintiff", "向明")]),
    ],
)
def test_roles_in_cases_that_are_cited_are_not_of_this_one(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert roles(sentence) == expected
