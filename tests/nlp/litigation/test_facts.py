"""Facts of a firm: role, result, cause group, amount by revenue and age."""

from datetime import date

import pytest
from tests.nlp.litigation.documents import ENFORCEMENT, JUDGMENT

from firmgraph.errors import InvalidInput
from firmgraph.nlp.litigation.facts import LitigationFact, tags_of
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
    assert told.tags == ("litigation.defendant", "litigation.sale_dispute")


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
    assert told.tags == ("litigation.defendant", "litigation.loan_dispute")


def test_an_appellant_is_tagged_by_the_role_of_the_first_instance() -> None:
    text = "上诉人(原审被告):周大山,男。\n被上诉人(原审原告):张三,男。\n判决如下:驳回上诉,维持原判。"
    told = tags_of(read_judgment(text), "周大山")[0]
    assert (told.role, told.result) == ("appellant", "lost")
    assert told.tags == ("litigation.defendant", "litigation.lost")


def test_all_tags_are_of_the_taxonomy() -> None:
    rules = litigation_rules()
    named = {*rules.side_tags.values(), *rules.result_tags.values(), *rules.state_tags.values()}
    assert named <= {tag.id for tag in taxonomy().tags}
