import time

import pytest
from hypothesis import given
from tests.nlp.names.names import hostile_names

from firmgraph.nlp.names.forms import name_form
from firmgraph.nlp.names.parts import NameParts, Role, parts_of, roles_of

PARTS = ("place", "brand", "trade", "legal_form", "bracketed", "branch")


def _texts(parts: NameParts) -> dict[str, str]:
    return {name: part.text for name in PARTS if (part := getattr(parts, name))}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("深圳市岚川科技有限公司", {"place": "深圳市", "brand": "岚川", "trade": "科技", "legal_form": "有限公司"}),
        (
            "广东省深圳市南山区赤砾星机电设备厂",
            {"place": "广东省深圳市南山区", "brand": "赤砾星", "trade": "机电设备", "legal_form": "厂"},
        ),
        (
            "岚川（上海）贸易有限公司",
            {"brand": "岚川", "bracketed": "上海", "trade": "贸易", "legal_form": "有限公司"},
        ),
        (
            "上海岚川房地产开发股份有限公司第二分公司",
            {
                "place": "上海", "brand": "岚川", "trade": "房地产开发", "legal_form": "股份有限公司",
                "branch": "第二分公司",
            },
        ),
        ("岚川投资中心(有限合伙)", {"brand": "岚川", "trade": "投资", "legal_form": "中心有限合伙"}),
        ("昌吉市半夏农民专业合作社", {"place": "昌吉市", "brand": "半夏", "legal_form": "农民专业合作社"}),
        ("深圳市粮油贸易公司", {"place": "深圳市", "trade": "粮油贸易", "legal_form": "公司"}),
        ("岚川电器厂第三门市部", {"brand": "岚川", "trade": "电器", "legal_form": "厂", "branch": "第三门市部"}),
        ("岚川", {"brand": "岚川"}),
        ("岚川科技", {"brand": "岚川", "trade": "科技"}),
        ("中国岚川集团有限公司", {"place": "中国", "brand": "岚川", "legal_form": "集团有限公司"}),
        ("", {}),
    ],
)  # fmt: skip
def test_takes_names_apart(name: str, expected: dict[str, str]) -> None:
    assert _texts(parts_of(name)) == expected


@pytest.mark.parametrize(
    ("name", "place", "brand"),
    [
        ("上海大安贸易有限公司", "上海", "大安"),  # 大安 is a county elsewhere, not in 上海
        ("大安岚川贸易有限公司", "大安", "岚川"),
        ("大安汽车有限公司", None, "大安"),  # nothing but the county's short name can be the brand
        ("宝安岚川贸易有限公司", None, "宝安岚川"),  # a district's short name, without its city
        ("深圳宝安岚川贸易有限公司", "深圳宝安", "岚川"),
        ("天津经济技术开发区岚川贸易有限公司", "天津经济技术开发区", "岚川"),
        ("上海市场开发有限公司", "上海", None),  # 市场, not 上海市
    ],
)
def test_tells_places_from_brands(name: str, place: str | None, brand: str | None) -> None:
    parts = parts_of(name)
    assert (parts.place and parts.place.text, parts.brand and parts.brand.text) == (place, brand)


def test_spans_point_at_the_name_as_given() -> None:
    name = " “ 深圳市 岚川（ＵＳＡ）科技　有限公司 ”"
    parts = parts_of(name)
    assert {part: name[found.start : found.end] for part in PARTS if (found := getattr(parts, part))} == {
        "place": "深圳市", "brand": "岚川", "bracketed": "ＵＳＡ", "trade": "科技", "legal_form": "有限公司",
    }  # fmt: skip


@given(hostile_names)
def test_parts_never_lose_a_character_or_point_outside(name: str) -> None:
    parts = parts_of(name)
    found = [part for which in PARTS if (part := getattr(parts, which))]
    assert sorted("".join(part.text for part in found)) == sorted(
        c for c, role in zip(parts.form, roles_of(parts.form), strict=True) if role is not Role.NONE
    )
    for part in found:
        assert 0 <= part.start < part.end <= len(name)
        cut = name_form(f"云{name[part.start : part.end]}杉")
        assert all(character in cut for character in part.text)


@pytest.mark.parametrize("piece", ["公", "(", "((a", "分公司", "厂第", "科技", "\0", "\ud800", "上海", " ", "Ａ"])
def test_long_texts_are_read_in_linear_time_as_no_name(piece: str) -> None:
    started = time.process_time()
    parts_of(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 3
