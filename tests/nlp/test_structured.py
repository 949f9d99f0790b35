"""Tags from the fields of records: exact bounds, ends of validity, roles, newest records, evidence; hostile values."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.nlp.field_rules import FieldTest
from firmgraph.nlp.structured import FieldRecord, read_fields
from firmgraph.nlp.tags import tag_texts
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.nlp.text import SOURCES

TODAY = date(2024, 1, 31)
KINDS = sorted(taxonomy().by_kind)
COLUMNS = sorted({column for columns in taxonomy().columns_by_kind.values() for column in columns})
WORDS = sorted(
    {
        word
        for tag in taxonomy().tags
        for rule in tag.from_fields
        for test in rule.fields.values()
        for word in (*test.equals, *test.contains, *test.lacks, *test.codes)
    }
)


def _record(kind: str, day: str | None = None, record: str = "r-1", **values: Any) -> FieldRecord:
    return FieldRecord(record, kind, "registration", day, values)


def _tags(*records: FieldRecord, today: date | None = TODAY) -> set[str]:
    return set(read_fields(records, today))


@pytest.mark.parametrize(
    ("grade", "tag"),
    [("A", "tax_a"), ("ａ级", "tax_a"), ("M", "tax_bm"), ("B级", "tax_bm"), ("C", "tax_cd"), ("D", "tax_cd")],
)
def test_a_tax_grade_makes_its_tag_alone(grade: str, tag: str) -> None:
    assert _tags(_record("qualification", name="纳税信用等级", grade=grade)) == {f"qualification.{tag}"}


def test_a_grade_of_something_else_is_no_tax_grade() -> None:
    assert _tags(_record("qualification", name="安全生产标准化", grade="A")) == set()


def test_a_list_membership_holds_on_its_last_day_and_not_after() -> None:
    held = _record("qualification", "2021-02-01", name="专精特新", valid_to="2024-01-31")
    assert _tags(held) == {"qualification.specialised_new"}
    assert _tags(held, today=date(2024, 2, 1)) == set()


def test_what_still_holds_does_not_age_and_what_has_no_end_does() -> None:
    held = _record("qualification", "2021-02-01", name="高新技术企业", valid_to="2024-12-31")
    endless = _record("qualification", "2021-01-31", name="高新技术企业")
    assert tag_texts([], TODAY, [held]).tags[0].weight == 0.9
    assert tag_texts([], TODAY, [endless]).tags[0].weight == pytest.approx(0.45, abs=0.001)


def test_a_closed_record_is_no_risk_from_its_closing_day() -> None:
    row = _record("enforcement", "2023-01-01", enforcement="dishonest", closed="2024-01-31")
    assert _tags(row, today=date(2024, 1, 30)) == {"risk.dishonest"}
    assert _tags(row) == set()


def test_a_removed_listing_is_told_as_removed() -> None:
    row = _record("penalty", "2023-01-01", penalty="abnormal", removed="2023-06-01")
    assert _tags(row) == {"operating_state.abnormal_removed"}
    assert _tags(row, today=date(2023, 5, 31)) == {"risk.abnormal_list"}


def test_the_role_decides_whose_result_it_is() -> None:
    result = "支持原告诉请"
    assert _tags(_record("litigation", role="defendant", result=result)) == {"litigation.defendant", "litigation.lost"}
    assert "litigation.won" in _tags(_record("litigation", role="plaintiff", result=result))


def test_plaintiff_only_is_dropped_by_a_case_as_defendant() -> None:
    rows = [_record("litigation", record=role, role=role) for role in ("plaintiff", "defendant")]
    assert {tag.tag for tag in tag_texts([], TODAY, rows).tags} == {"litigation.plaintiff", "litigation.defendant"}
    assert "litigation.plaintiff_only" in {tag.tag for tag in tag_texts([], TODAY, rows[:1]).tags}


@pytest.mark.parametrize(
    ("liabilities", "heavy"), [("79.9999999", False), ("80", True), ("80.00", True), ("N/A", False), ("", False)]
)
def test_a_quotient_is_exact_at_the_line(liabilities: str, heavy: bool) -> None:
    row = _record("statement", "2023-12-31", liabilities=liabilities, total_assets="100")
    assert ("risk.heavy_debt" in _tags(row)) is heavy


def test_a_quotient_of_nothing_says_nothing() -> None:
    assert _tags(_record("statement", liabilities="5", total_assets="0")) == set()


def test_only_the_newest_statement_speaks() -> None:
    rows = [_record("statement", f"{year}-12-31", profit=profit) for year, profit in ((2021, "-5"), (2022, "3"))]
    assert _tags(*rows) == set()
    assert _tags(*rows, today=date(2021, 12, 31)) == {"operating_state.loss_making"}


def test_revenue_is_of_the_newest_whole_year() -> None:
    year, half = (
        _record("statement", "2022-12-31", "a", period="2022", revenue="30000000"),
        _record("statement", "2023-06-30", "b", period="2023-06", revenue="9000000"),
    )
    assert _tags(year, half) == {"scale.revenue_ten_million"}
    assert _tags(half) == set()


@pytest.mark.parametrize(
    ("established", "tag"),
    [("2023-02-01", "start_up"), ("2023-01-31", "young"), ("2014-01-31", "established_ten"), ("2024-02-01", None)],
)
def test_age_is_of_full_years(established: str, tag: str | None) -> None:
    assert _tags(_record("registration", established=established)) == ({f"operating_state.{tag}"} if tag else set())


@pytest.mark.parametrize(
    ("code", "found"), [("C3484", True), ("34", True), ("I3400", True), ("3", False), ("C", False)]
)
def test_an_industry_code_is_read_from_its_digits(code: str, found: bool) -> None:
    assert ("industry.machinery" in _tags(_record("registration", industry=code))) is found


def test_the_evidence_is_the_fields_that_say_it() -> None:
    (tag,) = tag_texts(
        [], TODAY, [_record("qualification", "2024-01-01", name="纳税信用等级", grade="A", other="x")]
    ).tags
    assert tag.to_wire()["fields"] == [
        {"record": "r-1", "source": "registration", "field": "grade", "value": "A", "date": "2024-01-01"},
        {"record": "r-1", "source": "registration", "field": "name", "value": "纳税信用等级", "date": "2024-01-01"},
    ]
    assert (tag.keywords, tag.spans) == ((), ())


def test_a_record_of_a_later_day_is_not_known() -> None:
    assert _tags(_record("enforcement", "2024-02-01", enforcement="enforced")) == set()


@pytest.mark.parametrize("change", [{"source": "hearsay"}, {"date": "2024-13-01"}])
def test_a_record_of_no_source_or_day_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        FieldRecord(**{"record": "r", "kind": "news", "source": "diligence", "date": None, "values": {}, **change})


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates().map(str),
    st.sampled_from([*WORDS, "self", "\ud800", "\0", "1e999999", "1e-999999", "９" * 39, "<b>", "😀"]),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=20),
)
records = st.builds(
    FieldRecord,
    record=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(KINDS),
    source=st.sampled_from(SOURCES),
    date=st.one_of(st.none(), st.dates().map(str)),
    values=st.dictionaries(st.sampled_from([*COLUMNS, "valid_to", "removed"]), values, max_size=6),
)


@given(st.lists(records, max_size=5), st.one_of(st.none(), st.dates()), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=300)
def test_every_field_shown_is_the_records_own_and_order_changes_nothing(
    rows: list[FieldRecord], today: date | None, random: Any
) -> None:
    result = tag_texts([], today, rows)
    said = {(row.record, name, str(value)[:200]) for row in rows for name, value in row.values.items()}
    for tag in result.tags:
        assert 0 < tag.weight <= 1
        assert {(field.record, field.field, field.value) for field in tag.fields} <= said
        assert tag.fields
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert tag_texts([], today, shuffled) == result


@pytest.mark.parametrize("unit", ["9", "\0", "专", "1e9", "股份有限公司"])
def test_a_very_long_value_is_read(unit: str) -> None:
    row = _record("registration", type=unit * 1_000_000, registered_capital=unit * 1_000_000)
    assert all(len(field.value) <= 200 for tag in tag_texts([], TODAY, [row]).tags for field in tag.fields)


def test_a_test_that_wants_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="what is wanted"):
        FieldTest()
