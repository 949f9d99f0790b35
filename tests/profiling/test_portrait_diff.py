"""What changed in a portrait between two days, and which records brought it."""

from dataclasses import replace

from tests.profiling.rows import FIRM, SUBJECT, MakeStore, Row, account, customer, registration, statement

from firmgraph.graph.elements import Moment
from firmgraph.profiling.portrait import draw_portrait
from firmgraph.profiling.portrait_diff import Change, Difference, difference


def between(make_store: MakeStore, rows: list[Row], one: str, other: str) -> Difference:
    store = make_store(rows)
    return difference(draw_portrait(store, SUBJECT, Moment(one)), draw_portrait(store, SUBJECT, Moment(other)))


def changes(found: Difference) -> dict[str, Change]:
    return {change.attribute: change for change in found.changes}


def enforcement(**stated: str) -> Row:
    return "enforcement", {"party": FIRM, "enforcement": "被执行", "case_no": "执1", **stated}


def test_a_change_tells_both_values_and_the_records(make_store: MakeStore) -> None:
    rows = [registration(), statement(2023, 18_000_000), statement(2024, 20_000_000)]
    found = changes(between(make_store, rows, "2024-06-30", "2025-06-30"))["revenue"]
    assert (found.kind, found.before.value, found.after.value) == ("changed", "18000000", "20000000")
    assert [(one.record_id, one.side, one.kind) for one in found.records] == [
        ("test:statement-2", "after", "statement"),
        ("test:statement-1", "before", "statement"),
    ]
    assert found.before.sources == found.after.sources == ("diligence",)


def test_what_appears_and_what_is_gone(make_store: MakeStore) -> None:
    rows = [registration(), enforcement(filed="2024-09-01", closed="2025-03-01"), customer(registered_at="2025-01-01")]
    appeared = changes(between(make_store, rows, "2024-08-31", "2024-09-01"))["enforcement"]
    assert (appeared.kind, appeared.before.value, appeared.after.value) == ("appeared", None, "open")
    assert [one.record_id for one in appeared.records] == ["test:enforcement-1"]
    ended = changes(between(make_store, rows, "2025-02-28", "2025-03-01"))["enforcement"]
    assert (ended.before.value, ended.after.value) == ("open", "none")
    client = changes(between(make_store, rows, "2024-12-31", "2025-01-01"))
    assert (client["client_kind"].before.value, client["client_kind"].after.value) == ("new_client", "old_client")


def test_the_order_in_which_days_are_given_does_not_matter(make_store: MakeStore) -> None:
    rows = [registration(), account(), statement(2023), statement(2024, 30_000_000)]
    forth = between(make_store, rows, "2024-06-30", "2025-06-30").wire()
    assert forth == between(make_store, rows, "2025-06-30", "2024-06-30").wire()
    assert forth["from"]["as_of"] == "2024-06-30"


def test_a_day_against_itself_changes_nothing(make_store: MakeStore) -> None:
    found = between(make_store, [registration(), account()], "2025-06-30", "2025-06-30").wire()
    assert (found["changes"], found["sources"], found["tags"]) == ([], {}, {})


def test_what_only_time_brought_has_no_record(make_store: MakeStore) -> None:
    rows = [registration(approved="2020-01-15")]
    found = changes(between(make_store, rows, "2025-01-14", "2025-01-15"))
    assert found.keys() == {"years_at_address"}
    assert found["years_at_address"].records == ()


def test_sources_that_speak_later_are_told(make_store: MakeStore) -> None:
    rows = [registration(), account(opened="2025-03-01")]
    found = between(make_store, rows, "2025-02-28", "2025-03-01").wire()
    assert found["sources"] == {"credit": {"before": "absent", "after": "present"}}


def test_a_list_in_another_order_is_no_change(make_store: MakeStore) -> None:
    store = make_store([registration(), statement()])
    before, after = (draw_portrait(store, SUBJECT, Moment(day)) for day in ("2025-06-29", "2025-06-30"))
    told = after.final["industry_themes"]
    assert isinstance(told.value, tuple)
    turned = replace(after, final={**after.final, "industry_themes": replace(told, value=told.value[::-1])})
    assert difference(before, turned).changes == ()
    fewer = replace(after, final={**after.final, "industry_themes": replace(told, value=told.value[1:])})
    assert [change.attribute for change in difference(before, fewer).changes] == ["industry_themes"]
