"""The cases of a firm: what fields and text of court records say together, their tags, and where each is said."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.rows import AT, FIRM, NAME, SUBJECT, MakeStore, Row, registration, statement, stored

from firmgraph.graph.elements import Moment
from firmgraph.nlp.litigation.causes import causes
from firmgraph.nlp.litigation.rules import litigation_rules
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.facts import gather
from firmgraph.profiling.litigation import Case
from firmgraph.profiling.litigation_record import case_of, litigation_fields, stated_outcomes
from firmgraph.profiling.portrait import draw_portrait
from firmgraph.profiling.portrait_text import portrait_markdown
from firmgraph.profiling.tagging import FirmTags, tags_of, tags_of_all

OTHER = "青屿建材商行"
JUDGED = (
    f"原告{OTHER}与被告{NAME}买卖合同纠纷一案，本院于2024年3月19日立案后公开开庭审理。原告诉请被告支付货款3000000元。"
    f"判决如下：被告{NAME}于本判决生效之日起十日内支付原告{OTHER}货款2000000元。"
)


def case(**stated: Any) -> Row:
    """A case of the firm as defendant, with nothing but its number and role."""
    row = {"case_no": "（2024）测9900民初1号", "party": NAME, "role": "被告", "observed_at": "2025-06-20"}
    return "litigation", {**row, **stated}


def enforcement(**stated: Any) -> Row:
    row = {"party": FIRM, "enforcement": "被执行", "case_no": "（2024）测9900执1号", "filed": "2024-07-01"}
    return "enforcement", {**row, "observed_at": "2025-06-20", **stated}


def read(make_store: MakeStore, *rows: Row, at: Moment = AT) -> FirmTags:
    return tags_of(gather(make_store([registration(), *rows]), SUBJECT, at))


def only(told: FirmTags) -> Case:
    (found,) = told.cases
    return found


def test_the_text_tells_what_the_fields_leave_open(make_store: MakeStore) -> None:
    told = read(make_store, statement(), case(text=JUDGED, filed="2024-03-19", judged="2024-06-30"))
    body = only(told).wire()
    assert (body["role"], body["result"], body["cause"], body["cause_group"]) == (
        "defendant", "lost", "买卖合同纠纷", "sale"
    )  # fmt: skip
    assert (body["amount"], body["amount_band"]) == ("2000000", "notable")
    assert (body["age_days"], body["age_band"]) == (365, "recent")
    assert body["evidence"] == ["test:litigation-2", "test:statement-1"]
    assert {"litigation.defendant", "litigation.lost", "litigation.sale_dispute"} <= set(body["tags"])


def test_tags_of_a_case_point_at_the_characters_that_say_them(make_store: MakeStore) -> None:
    tags = {tag.tag: tag for tag in read(make_store, case(text=JUDGED)).tags}
    lost = [span.text for span in tags["litigation.lost"].spans]
    assert any("货款2000000元" in text for text in lost)
    assert NAME not in lost
    assert NAME in {span.text for span in tags["litigation.defendant"].spans}
    for tag in tags.values():
        for span in tag.spans:
            if span.field == "text":
                assert JUDGED[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("role", "result", "told"),
    [
        ("被告", "支持原告诉请", "lost"), ("原告", "支持原告诉请", "won"), ("原告", "驳回原告诉讼请求", "lost"),
        ("被告", "驳回原告诉讼请求", "won"), ("原告", "部分支持原告诉请", "partly"), ("被告", "调解结案", "settled"),
        ("原告", "原告撤诉", "withdrawn"), ("被告", "驳回起诉", "dismissed"), ("上诉人", "驳回上诉，维持原判", "lost"),
        ("被上诉人", "驳回上诉，维持原判", "won"), ("第三人", "支持原告诉请", "unknown"), ("被告", "其他", "unknown"),
    ],
)  # fmt: skip
def test_the_result_is_that_for_our_side(make_store: MakeStore, role: str, result: str, told: str) -> None:
    assert only(read(make_store, case(role=role, result=result))).fact.result == told


def test_a_field_stands_before_the_text_which_is_told(make_store: MakeStore) -> None:
    row = case(text=JUDGED, result="调解结案", awarded="50万元", cause="承揽合同纠纷")
    body = only(read(make_store, row)).wire()
    assert (body["result"], body["amount"], body["cause"]) == ("settled", "500000", "承揽合同纠纷")
    assert body["text_says"] == {"result": "lost"}
    tags = {tag.tag: tag for tag in read(make_store, row).tags}
    assert not [span for span in tags["litigation.closed"].spans if "2000000" in span.text]


def test_the_role_of_the_record_is_ours_though_the_text_says_otherwise(make_store: MakeStore) -> None:
    body = only(read(make_store, case(role="原告", text=JUDGED))).wire()
    assert (body["side"], body["text_says"]["side"]) == ("claiming", "defending")


def test_without_revenue_the_share_is_unknown_never_small(make_store: MakeStore) -> None:
    body = only(read(make_store, case(amount="1万元"))).wire()
    assert (body["amount"], body["amount_band"]) == ("10000", "unknown")
    assert body["evidence"] == ["test:litigation-1"]


@pytest.mark.parametrize(("amount", "band"), [("200000", "negligible"), ("200001", "minor"), ("4000000", "notable")])
def test_the_share_of_revenue_is_exact_at_the_line(make_store: MakeStore, amount: str, band: str) -> None:
    assert only(read(make_store, statement(revenue=20_000_000), case(amount=amount))).fact.amount_band == band


def test_a_decision_still_to_come_is_pending(make_store: MakeStore) -> None:
    row = case(text=JUDGED, result="支持原告诉请", filed="2024-03-19", judged="2024-06-30", awarded="200万元")
    on_the_day = only(read(make_store, row, at=Moment("2024-06-30"))).wire()
    before = only(read(make_store, row, at=Moment("2024-06-29"))).wire()
    assert (on_the_day["result"], on_the_day["judged"], on_the_day["age_days"]) == ("lost", "2024-06-30", 0)
    assert (before["result"], before["judged"], before["amount"]) == ("pending", None, None)
    assert before["age_days"] == 102
    tags = [{tag.tag for tag in read(make_store, row, at=Moment(day)).tags} for day in ("2024-06-29", "2024-06-30")]
    assert ["litigation.lost" in found for found in tags] == [False, True]
    assert ["litigation.pending" in found for found in tags] == [True, False]


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ({"performed": "全部履行"}, "fulfilled"),
        ({"performed": "部分履行"}, "partly_fulfilled"),
        ({"enforcement": "终本"}, "enforcement_closed"),
        ({"text": "被执行人拒不履行生效法律文书确定的义务。"}, "unfulfilled"),
        ({"performed": "全部履行", "closed": "2025-07-01"}, None),
        ({}, None),
    ],
)
def test_an_enforcement_tells_how_far_it_went(make_store: MakeStore, stated: dict[str, str], state: str | None) -> None:
    found = only(read(make_store, enforcement(**stated)))
    assert (found.fact.role, found.fact.side, found.fact.execution) == ("enforcement_subject", "defending", state)


def test_a_case_told_by_two_sources_is_one_by_the_newest(make_store: MakeStore) -> None:
    rows = [case(source="court", amount="3万元"), case(source="vendor", amount="5万元", observed_at="2025-06-21")]
    body = only(read(make_store, *rows)).wire()
    assert (body["amount"], body["record"]) == ("50000", "vendor:litigation-2")


def test_the_book_reads_cases_as_one_firm_alone(make_store: MakeStore) -> None:
    store = make_store([registration(), statement(), case(text=JUDGED), enforcement()])
    assert dict(tags_of_all(store, AT, processes=1))[SUBJECT] == tags_of(gather(store, SUBJECT, AT))


def test_every_tag_that_a_case_can_make_is_in_the_taxonomy() -> None:
    rules = litigation_rules()
    lists = [*rules.result_tags.values(), *rules.state_tags.values()]
    possible = {*rules.side_tags.values(), *(tag for tags in lists for tag in tags)}
    possible |= {group.tag for group in causes().groups if group.tag}
    assert possible - {tag.id for tag in taxonomy().tags} == set()


def test_every_stated_outcome_is_found_by_its_words() -> None:
    for entry in litigation_fields()["outcomes"]:
        assert entry["words"]
        for word in entry["words"]:
            assert stated_outcomes(stored(*case(result=word))) == tuple(entry["outcomes"]), word


@given(
    st.text(max_size=300),
    st.sampled_from(["原告", "被告", "第三人", "上诉人", "被申请人"]),
    st.decimals(0, 10**10, places=2) | st.none(),
)
def test_any_text_makes_a_case_whose_places_lie_in_it(text: str, role: str, amount: Decimal | None) -> None:
    _, row = case(role=role, amount=None if amount is None else str(amount), filed="2024-01-01")
    plain, told = stored("litigation", row), stored("litigation", row)
    told = replace(told, payload={**told.payload, "text": f"原告{NAME}诉称。{text}"})
    alone, found = case_of(plain, [NAME], AT.day), case_of(told, [NAME], AT.day)
    assert found.party.role == alone.party.role
    assert found.party.name == NAME
    read = found.judgment
    said = [read.court, read.case_number, read.cause, *read.parties, *read.orders, read.execution, *read.amounts]
    assert all(0 <= one.start <= one.end <= len(found.text) for one in said if one)
    assert amount is None or read.claimed_fen == int(amount * 100)


def test_the_report_lists_cases(make_store: MakeStore) -> None:
    store = make_store([registration(), case(text=JUDGED, cause="买卖合同纠纷", awarded="200万元")])
    report = portrait_markdown(draw_portrait(store, SUBJECT, AT).wire())
    row = "| （2024）测9900民初1号 | defendant | lost | 买卖合同纠纷 | 2000000 | unknown | `test:litigation-1` |"
    assert row in report
