"""The industry of a firm: stated before read, a contradiction told, and where each comes from."""

import pytest
from tests.profiling.rows import AT, FIRM, SUBJECT, MakeStore, Row, registration

from firmgraph.graph.elements import Moment
from firmgraph.nlp.industry import IndustryReading
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.facts import gather
from firmgraph.profiling.industry import FirmIndustry, industry_of
from firmgraph.profiling.portrait import Portrait, draw_portrait
from firmgraph.profiling.portrait_text import portrait_markdown
from firmgraph.profiling.tagging import tags_of

SOFTWARE = "一般项目：软件开发；信息系统集成服务。"
VAGUE = "依法须经批准的项目，经相关部门批准后方可开展经营活动。"


def firm(industry: str | None, scope: str, name: str = "岚汀科技有限公司") -> Row:
    return registration(industry=industry, scope=scope, name=name)


def read(make_store: MakeStore, row: Row, at: Moment = AT) -> FirmIndustry:
    return industry_of(gather(make_store([row]), SUBJECT, at))


def drawn(make_store: MakeStore, row: Row) -> Portrait:
    return draw_portrait(make_store([row]), SUBJECT, AT)


def test_a_stated_industry_wins(make_store: MakeStore) -> None:
    found = read(make_store, firm("I6513", SOFTWARE))
    assert (found.origin, found.value, found.conflict) == ("stated", "I6513", False)
    final = drawn(make_store, firm("I6513", SOFTWARE)).final["industry"]
    assert (final.value, final.basis, final.losers) == ("I6513", "registration", ())


def test_without_a_code_the_scope_is_read_with_its_characters(make_store: MakeStore) -> None:
    portrait = drawn(make_store, firm(None, SOFTWARE))
    final = portrait.final["industry"]
    assert (final.value, final.basis, final.sources) == ("I65", "scope_text", ("registration",))
    assert 0 < final.confidence < 0.7
    body = portrait.wire()["external"]["industry"]
    assert (body["origin"], body["abstained"]) == ("scope", None)
    spans = body["read"][0]["spans"]
    assert spans
    assert all(SOFTWARE[span["start"] : span["end"]] == span["text"] for span in spans)
    assert {span["record"] for span in spans} == set(final.evidence) == {"test:registration-0"}


def test_without_a_scope_the_name_is_read_and_believed_less(make_store: MakeStore) -> None:
    row = firm(None, VAGUE, "云汀省岚汀物流有限公司")
    final = drawn(make_store, row).final["industry"]
    by_scope = drawn(make_store, firm(None, "道路货物运输。" + VAGUE, "云汀省岚汀物流有限公司")).final["industry"]
    assert (final.basis, by_scope.basis) == ("name_text", "scope_text")
    assert final.confidence < 0.5
    (said, *_) = read(make_store, row).wire()["read"]
    assert [(span["field"], span["text"]) for span in said["spans"]] == [("name", "云汀省岚汀物流有限公司")]


def test_what_cannot_be_read_is_unknown_with_the_reason(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firmgraph.profiling.industry.read_industries", lambda *_: IndustryReading((), "unsure"))
    portrait = drawn(make_store, firm(None, VAGUE))
    assert portrait.final["industry"].value is None
    body = portrait.wire()["external"]["industry"]
    assert (body["value"], body["origin"], body["abstained"], body["read"]) == (None, "unknown", "unsure", [])


def test_a_contradiction_is_told_and_lowers_the_confidence(make_store: MakeStore) -> None:
    final = drawn(make_store, firm("A0111", SOFTWARE)).final["industry"]
    assert (final.value, final.basis) == ("A0111", "registration")
    assert [(loser.value, loser.source, loser.why) for loser in final.losers] == [
        ("I65", "scope_text", "registration outranks scope_text")
    ]
    assert final.confidence < drawn(make_store, firm("I65", SOFTWARE)).final["industry"].confidence


@pytest.mark.parametrize(
    ("stated", "conflict"),
    [
        ("I65", False), ("65", False), ("6513", False), ("I", False), ("软件和信息技术服务业", False),
        ("信息传输、软件和信息技术服务业", False), ("软件开发", False), ("C34", True), ("C", True), ("农业", True),
        ("说不清的行业", False), ("i65", False),
    ],
)  # fmt: skip
def test_codes_and_titles_are_compared_as_far_as_both_tell(make_store: MakeStore, stated: str, conflict: bool) -> None:
    assert read(make_store, firm(stated, SOFTWARE)).conflict is conflict


def test_a_read_industry_is_a_tag_with_its_characters(make_store: MakeStore) -> None:
    facts = gather(make_store([firm(None, "一般项目：化学药品制剂制造。", "岚汀药业有限公司")]), SUBJECT, AT)
    read = {tag.tag: tag for tag in tags_of(facts).tags}
    division = industry_of(facts).found[0].division
    assert division == "27"
    assert "化学药品制剂制造" in {span.text for span in read["industry.pharma"].spans}
    assert read["industry.pharma"].spans[0].record == "test:registration-0"


def test_every_division_makes_at_most_a_few_tags_and_most_make_one() -> None:
    rules = [rule for tag, rule in taxonomy().by_kind["registration"] if tag.group == "industry"]
    codes = {code for rule in rules for code in rule.fields["industry"].codes if len(code) == 2}
    assert len(codes & set(classes().divisions)) > 80


def test_a_firm_known_by_name_alone_has_an_industry_but_no_tag(make_store: MakeStore) -> None:
    sale = {"invoice_no": "I1", "seller": FIRM, "buyer": "云汀省岚汀物流有限公司", "date": "2025-03-01", "amount": 100}
    store = make_store([registration(), ("invoice", sale)])
    buyer = next(one for one in store.neighbours(SUBJECT, kinds=["supplies"]).items).node
    facts = gather(store, buyer.id, AT)
    found = industry_of(facts)
    assert (found.origin, found.record) == ("name", None)
    assert found.evidence
    assert not [tag for tag in tags_of(facts).tags if tag.group == "industry" and not tag.spans]


def test_no_firm_no_industry(make_store: MakeStore) -> None:
    found = industry_of(gather(make_store([registration()]), "ent:name:nobody", AT))
    assert (found.origin, found.value, found.abstained, found.evidence) == ("unknown", None, "nothing_said", ())


def test_the_report_says_where_the_industry_comes_from(make_store: MakeStore) -> None:
    def report(row: Row) -> str:
        return portrait_markdown(drawn(make_store, row).wire())

    assert "C34（登记）" in report(firm("C34", "机械零部件加工", "岚汀精工有限公司"))
    assert "A0111（登记）：读出 I65 软件和信息技术服务业" in report(firm("A0111", SOFTWARE))
    assert "I65（据经营范围）" in report(firm(None, SOFTWARE))
