import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.nlp.industry import industries, industry_of_name, read_industries

SCOPES = [
    ("甲乙家具有限公司", "家具的生产、销售;建材的销售。", "21"),
    ("甲乙商贸有限公司", "家具、建材批发", "51"),
    ("甲乙家具店", "零售:家具、灯具", "52"),
    ("甲乙建设有限公司", "房屋建筑工程施工总承包贰级;市政公用工程", "47"),
    ("甲乙物业管理有限公司", "许可经营项目:无;一般经营项目:物业管理", "70"),
    ("甲乙汽修厂", "二类机动车维修（依法须经批准的项目，经相关部门批准后方可开展经营活动）", "81"),
    ("甲乙软件有限公司", "软件开发、计算机系统集成", "65"),
    ("甲乙养猪场", "生猪饲养、销售", "03"),
]


@pytest.mark.parametrize(("name", "scope", "division"), SCOPES)
def test_main_division_is_told_first(name: str, scope: str, division: str) -> None:
    assert industries(scope, name)[0].division == division


def test_class_section_titles_and_spans_are_told() -> None:
    scope = "【许可项目】金属家具制造;日用百货销售"
    first = industries(scope)[0]
    assert (first.section, first.section_title) == ("C", "制造业")
    assert (first.code, first.title) == ("2130", "金属家具制造")
    assert [scope[start:end] for start, end in first.spans] == ["金属家具制造"]


def test_first_items_weigh_more() -> None:
    assert industries("水泥制造;饲料加工")[0].division == "30"
    assert industries("饲料加工;水泥制造")[0].division == "13"


def test_several_industries_each_with_its_confidence() -> None:
    found = industries("饲料加工;水泥制造;广告设计", limit=3)
    assert {one.division for one in found} == {"13", "30", "72"}
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    assert sum(one.confidence for one in found) <= 1 + 1e-5
    assert industries("饲料加工;水泥制造;广告设计", limit=1) == found[:1]


def test_making_and_selling_are_told_apart() -> None:
    assert industries("生产水泵、阀门")[0].section == "C"
    assert industries("水泵、阀门批发")[0].code[:2] == "51"
    assert industries("零售水泵、阀门")[0].code[:2] == "52"


def test_negatives_and_licence_phrases_say_nothing() -> None:
    assert not industries("（不含危险化学品）")
    assert not industries("以上项目依法须经批准的项目，经相关部门批准后方可开展经营活动")
    said = {one.division for one in industries("饲料销售，不含农药、化肥零售")}
    assert said == {one.division for one in industries("饲料销售")}


def test_abstains_with_a_reason() -> None:
    assert read_industries("").abstained == "nothing_said"
    assert read_industries("☃☃☃").found == ()
    assert read_industries("水泥制造").abstained is None


def test_name_alone_tells_the_division_without_spans() -> None:
    first = industry_of_name("甲乙丙农村商业银行股份有限公司")[0]
    assert (first.division, first.code, first.spans) == ("66", "66", ())


def test_full_width_forms_read_as_plain_ones() -> None:
    assert [one.division for one in industries("生产：水泥（散装）；")] == ["30"]


_WORDS = st.sampled_from(
    ["销售", "生产", "加工", "家具", "水泥", "、", ",", ";", "(", ")", "不含", "除外", ":", "<b>", "\0", "\ud800", "🙂",
     "１２", "维修", " ", "。", "【", "】", "软件开发", "A", "依法须经批准", "批发", "零售"]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=40).map("".join), st.lists(_WORDS, max_size=6).map("".join))
def test_spans_lie_in_the_text_and_shares_are_shares(scope: str, name: str) -> None:
    for one in industries(scope, name):
        assert 0 < one.confidence <= 1
        assert all(0 <= start < end <= len(scope) for start, end in one.spans)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_read(scope: str, name: str) -> None:
    assert read_industries(scope, name) == read_industries(scope, name)
