from tests.profiling.rows import (
    AT,
    FIRM,
    SUBJECT,
    MakeStore,
    closed_case,
    customer,
    diligence,
    good_firm,
    registration,
    statement,
)

from firmgraph.profiling.external import draw_external
from firmgraph.profiling.facts import gather
from firmgraph.profiling.internal import draw_internal
from firmgraph.profiling.portrait import Portrait, draw_portrait, join, portrait_nodes
from firmgraph.profiling.portrait_text import portrait_markdown
from firmgraph.profiling.tagging import tags_of


def drawn(make_store: MakeStore, *rows: object) -> Portrait:
    return draw_portrait(make_store([*good_firm(), *rows]), SUBJECT, AT)  # type: ignore[list-item]


def test_row_4_03_each_attribute_lists_the_sources_it_used(make_store: MakeStore) -> None:
    final = drawn(make_store).final
    assert final["status"].sources == ("registration",)
    assert final["plaintiff_cases"].sources == ("litigation",)
    assert final["five_tier"].sources == ("credit",)
    assert final["asset"].sources == ("customer",)
    assert final["revenue"].sources == ("diligence",)
    assert all(a.sources and a.evidence for a in final.values() if a.value is not None)


def test_row_4_04_keywords_come_from_the_text_of_all_five_sources(make_store: MakeStore) -> None:
    rows = [
        *good_firm(),
        customer(text="老客户推荐，信用良好", record_id="c9"),
        ("credit_report", {"enterprise": FIRM, "report_date": "2025-06-16", "text": "未结清贷款1笔，五级分类正常"}),
    ]
    facts = gather(make_store(rows), SUBJECT, AT)
    result = tags_of(facts)
    assert {keyword.source for keyword in result.keywords} == {
        "registration",
        "litigation",
        "credit",
        "customer",
        "diligence",
    }
    assert result == tags_of(facts)


def test_row_4_05_tags_carry_the_attributes_of_their_keywords(make_store: MakeStore) -> None:
    tags = {tag.tag: tag for tag in drawn(make_store).external.tags.tags}
    tag = tags["financing_need.procurement"]
    assert tag.weight > 0
    assert [(k.source, k.field, k.date) for k in tag.keywords] == [("diligence", "text", "2025-05-28")]
    assert all(k.pos for k in tag.keywords)
    assert tag.spans[0].text in "企业拟申请贷款用于采购原材料和流动资金周转。"


def test_row_4_05_a_keyword_of_two_sources_is_not_lost_in_either(make_store: MakeStore) -> None:
    noted = customer(customer_no="C2", text="拟申请贷款用于采购原材料。", registered_at="2024-05-01")
    tags = {tag.tag: tag for tag in drawn(make_store, noted).external.tags.tags}
    found = tags["financing_need.procurement"].keywords
    assert {(one.source, one.field, one.date) for one in found} >= {
        ("diligence", "text", "2025-05-28"),
        ("customer", "text", "2024-05-01"),
    }
    assert len({one.word for one in found}) < len(found)


def test_a_plaintiff_is_no_debtor_and_a_negation_no_risk(make_store: MakeStore) -> None:
    plaintiff = closed_case(case_no="（2025）测1号", text="被告拖欠货款，被列为失信被执行人。", filed="2025-01-05")
    portrait = drawn(make_store, plaintiff, diligence("经查询，未发现失信、被执行记录。", section="信用情况"))
    assert not [tag.tag for tag in portrait.external.tags.tags if tag.group == "risk"]
    assert portrait.final["enforcement"].value == "none"


def test_row_4_06_the_external_portrait_comes_from_tags_and_graph(make_store: MakeStore) -> None:
    external = drawn(make_store).external
    stated = {s.attribute: s.basis for s in external.statements}
    assert stated["financing_needs"] == "tag"
    assert stated["status"] == "registration"
    assert "asset" not in stated


def test_row_4_07_the_internal_portrait_needs_no_tags(make_store: MakeStore) -> None:
    internal = draw_internal(gather(make_store(good_firm()), SUBJECT, AT))
    assert "tag" not in {s.basis for s in internal.statements}
    assert {"asset", "revenue", "five_tier", "industry", "size", "scope"} <= {s.attribute for s in internal.statements}


def test_row_3_09_cooperation_comes_from_the_graph(make_store: MakeStore) -> None:
    sale = (
        "invoice",
        {"invoice_no": "I1", "seller": FIRM, "buyer": "外部买方有限公司", "date": "2025-03-01", "amount": 100},
    )
    portrait = drawn(make_store, sale)
    assert portrait.final["cooperation"].value == ("外部买方有限公司",)
    assert portrait.final["size"].value == "small"


def test_row_4_08_conflicts_list_the_winner_and_why(make_store: MakeStore) -> None:
    suspended = diligence("目前企业已停产停业。", section="现场")
    final = drawn(make_store, suspended).final
    assert final["status"].value == "active"
    assert [(loser.value, loser.source, loser.why) for loser in final["status"].losers] == [
        ("suspended", "tag", "registration outranks tag")
    ]
    assert final["status"].confidence < drawn(make_store).final["status"].confidence


def test_row_4_08_removing_either_side_changes_the_result(make_store: MakeStore) -> None:
    facts = gather(make_store(good_firm()), SUBJECT, AT)
    external = draw_external(facts, tags_of(facts))
    internal = draw_internal(facts)
    both = join(facts, external, internal)
    assert both != join(facts, None, internal)
    assert both != join(facts, external, None)
    assert join(facts, external, None)["revenue"].value is None
    assert join(facts, None, internal)["financing_needs"].value is None


def test_two_statements_of_one_year_are_both_seen(make_store: MakeStore) -> None:
    final = drawn(make_store, statement(2024, 30_000_000, audited="否")).final
    assert final["revenue"].value == "20000000"
    assert [loser.value for loser in final["revenue"].losers] == ["30000000"]


def test_conflicts_of_records_stay_visible(make_store: MakeStore) -> None:
    final = drawn(
        make_store, registration(registered_capital="2000万元", source="self_form", observed_at="2025-06-25")
    ).final
    assert final["registered_capital"].value == "5000000"
    assert [loser.value for loser in final["registered_capital"].losers] == ["20000000"]
    assert final["registered_capital"].evidence == ("test:registration-0",)


def test_what_no_source_tells_is_null_not_clean(make_store: MakeStore) -> None:
    portrait = draw_portrait(make_store([registration()]), SUBJECT, AT)
    assert portrait.wire()["final"]["enforcement"]["value"] is None
    assert portrait.wire()["final"]["overdue"]["value"] is None
    assert portrait.completeness < 0.4


def test_a_stale_source_is_believed_less(make_store: MakeStore) -> None:
    fresh = draw_portrait(make_store([registration()]), SUBJECT, AT).final["status"]
    stale = draw_portrait(make_store([registration(observed_at="2023-01-01")]), SUBJECT, AT).final["status"]
    assert stale.confidence < fresh.confidence


def test_the_body_has_the_documented_fields(make_store: MakeStore) -> None:
    portrait = drawn(make_store)
    assert {
        "subject",
        "external",
        "internal",
        "final",
        "completeness",
        "sources",
        "as_of",
        "known_at",
        "version",
        "packs",
        "assessment",
        "documents",
        "scores",
    } == set(portrait.wire())
    assert set(portrait.wire()["final"]["status"]) >= {"value", "sources", "confidence", "losers", "evidence"}
    assert "完整度" in portrait_markdown(portrait.wire())


def test_portrait_and_tags_are_written_into_the_graph_with_their_evidence(make_store: MakeStore) -> None:
    store = make_store(good_firm())
    nodes, relations = portrait_nodes(draw_portrait(store, SUBJECT, AT))
    store.derive(nodes, relations)
    kinds = {n.relation.kind for n in store.neighbours(SUBJECT, kinds=["tagged", "portrayed_in"]).items}
    assert kinds == {"tagged", "portrayed_in"}
    assert nodes[0].id in store.retract(record_id="test:diligence-7").rested
