"""Facts of a firm: role, result, cause group, amount by revenue and age."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from tests.nlp.litigation.documents import ENFORCEMENT, JUDGMENT

from firmgraph.errors import InvalidInput
from firmgraph.nlp.litigation.causes import causes
from firmgraph.nlp.litigation.facts import LitigationFact, tags_of
from firmgraph.nlp.litigation.judgment import ExecutionState, Result
from firmgraph.nlp.litigation.reading import read_judgment
from firmgraph.nlp.litigation.rules import litigation_rules
from firmgraph.nlp.taxonomy import taxonomy

READ = read_judgment(JUDGMENT)
DEFENDANT = "白水丙丁（集团）股份有限公司"
AWARDED = 105_000_000


def fact(revenue: int | None = None, today: date | None = None) -> LitigationFact:
    return tags_of(READ, DEFENDANT, revenue_fen=revenue, today=today)[0]


def test_the_fact_of_a_defendant() -> None:
    told = fact(AWARDED * 4, date(2031, 7, 1))
    assert (told.role, told.side, told.result, told.cause_group, told.court_level) == (
        "defendant",
        "defending",
        "partly",
        "sale",
        "basic",
    )
    assert (told.amount_fen, told.amount_band, told.age_days, told.age_band) == (AWARDED, "major", 1, "recent")
    assert told.tags == ("litigation.defendant", "litigation.partly_supported", "litigation.sale_dispute")


@pytest.mark.parametrize(
    ("revenue", "band"),
    [
        (None, "unknown"),
        (0, "unknown"),
        (AWARDED * 100, "negligible"),
        (AWARDED * 100 - 1, "minor"),
        (AWARDED * 20, "minor"),
        (AWARDED * 5, "notable"),
        (AWARDED * 5 - 1, "major"),
        (AWARDED * 2, "major"),
        (AWARDED * 2 - 1, "threatening"),
        (1, "threatening"),
    ],
)
def test_amounts_by_revenue_are_exact_at_the_line(revenue: int | None, band: str) -> None:
    assert fact(revenue).amount_band == band


@pytest.mark.parametrize(
    ("today", "days", "band"),
    [
        (None, None, "unknown"),
        (date(2031, 6, 29), None, "unknown"),
        (date(2031, 6, 30), 0, "recent"),
        (date(2032, 6, 29), 365, "recent"),
        (date(2032, 6, 30), 366, "two_years"),
        (date(2040, 1, 1), 3107, "old"),
    ],
)
def test_age_runs_from_the_decision(today: date | None, days: int | None, band: str) -> None:
    told = fact(None, today)
    assert (told.age_days, told.age_band) == (days, band)


def test_a_stranger_has_no_facts() -> None:
    assert tags_of(READ, "另一家有限公司") == ()


def test_revenue_is_not_negative() -> None:
    with pytest.raises(InvalidInput):
        tags_of(READ, DEFENDANT, revenue_fen=-1)


def test_a_subject_of_enforcement() -> None:
    told = tags_of(read_judgment(ENFORCEMENT.format(state="")), "青石庚辛机械厂")[0]
    assert (told.role, told.execution, told.result) == ("enforcement_subject", "unfulfilled", "unknown")
    assert told.tags == ("litigation.defendant", "litigation.unfulfilled", "litigation.loan_dispute")


def test_an_appellant_is_tagged_by_the_role_of_the_first_instance() -> None:
    text = "上诉人(原审被告):周大山,男。\n被上诉人(原审原告):张三,男。\n判决如下:驳回上诉,维持原判。"
    told = tags_of(read_judgment(text), "周大山")[0]
    assert (told.role, told.result) == ("appellant", "lost")
    assert told.tags == ("litigation.defendant", "litigation.lost")


@pytest.mark.parametrize(
    ("state", "tags"),
    [
        ("enforcing", ("litigation.enforcing",)),
        ("resumed", ("litigation.enforcement_resumed",)),
        ("enforcement_closed", ("litigation.enforcement_closed",)),
        ("enforcement_ended", ("litigation.enforcement_ended",)),
        ("fulfilled", ("litigation.fulfilled", "litigation.closed")),
        ("partly_fulfilled", ("litigation.partly_fulfilled",)),
        ("unfulfilled", ("litigation.unfulfilled",)),
    ],
)
def test_each_state_of_enforcement_makes_its_tags(state: ExecutionState, tags: tuple[str, ...]) -> None:
    read = read_judgment(ENFORCEMENT.format(state=""))
    assert read.execution
    told = tags_of(replace(read, execution=replace(read.execution, value=state)), "青石庚辛机械厂")[0]
    assert told.tags == ("litigation.defendant", *tags, "litigation.loan_dispute")


@pytest.mark.parametrize(
    ("disposition", "tags"),
    [
        ("裁定如下:准许原告张三撤诉。", ("litigation.withdrawn", "litigation.closed")),
        ("裁定如下:驳回原告张三的起诉。", ("litigation.dismissed", "litigation.closed")),
        (
            "经本院主持调解,双方当事人自愿达成如下协议:被告周大山归还原告张三货款。",
            ("litigation.settled", "litigation.closed"),
        ),
        ("判决如下:驳回原告张三的诉讼请求。", ("litigation.won",)),
    ],
)
def test_each_result_makes_its_tags(disposition: str, tags: tuple[str, ...]) -> None:
    text = f"原告:张三,男。\n被告:周大山,男。\n本院认为,应予处理。{disposition}"
    assert tags_of(read_judgment(text), "周大山")[0].tags == ("litigation.defendant", *tags)


@pytest.mark.parametrize(
    ("cause", "tag"),
    [
        ("居间合同纠纷", "litigation.agency_dispute"),
        ("特许经营合同纠纷", "litigation.franchise_dispute"),
        ("不正当竞争纠纷", "litigation.competition_dispute"),
        ("证券虚假陈述责任纠纷", "litigation.securities_dispute"),
        ("债权人代位权纠纷", "litigation.contract_dispute"),
        ("不当得利纠纷", "litigation.unjust_enrichment"),
        ("排除妨害纠纷", "litigation.property_dispute"),
        ("案外人执行异议之诉", "litigation.enforcement_objection"),
        ("财产保险合同纠纷", "litigation.insurance_dispute"),
        ("公证债权文书执行", None),
        ("申请诉前财产保全", None),
    ],
)
def test_a_cause_makes_the_tag_of_its_group_unless_it_is_left_out(cause: str, tag: str | None) -> None:
    assert causes().by_name[cause].tag == tag


def test_all_tags_are_of_the_taxonomy() -> None:
    rules = litigation_rules()
    lists = [*rules.result_tags.values(), *rules.state_tags.values()]
    of_causes = {group.tag for group in causes().groups if group.tag}
    named = {*rules.side_tags.values(), *(tag for tags in lists for tag in tags), *of_causes}
    assert set(rules.state_tags) == set(get_args(ExecutionState))
    assert set(rules.result_tags) == set(get_args(Result)) - {"unknown"}
    assert named <= {tag.id for tag in taxonomy().tags}
