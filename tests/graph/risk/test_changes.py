"""What changed between two days: by relations, by the registry, both as one; and alerts for watch lists."""

import pytest
from tests.graph.views import holding, made_view, node, number_of, relation

from firmgraph.graph.elements import Relation
from firmgraph.graph.risk.alerts import alerts
from firmgraph.graph.risk.changes import FirmChange, changes_between, counted, item_of
from firmgraph.graph.snapshot.view import View


def of(view: View, since: str = "2025-01-01", until: str = "2025-06-30") -> tuple[FirmChange, ...]:
    return changes_between(view, number_of(view, "ent:a"), since, until)


def handover() -> list[Relation]:
    return [
        holding("per:x", "ent:a", 70, valid_to="2025-03-31"),
        holding("per:y", "ent:a", 70, valid_from="2025-04-01"),
    ]


def test_who_left_and_who_came_on_one_day_is_one_change() -> None:
    (change,) = of(made_view([], [*handover(), holding("per:z", "ent:a", 30)]))
    assert (change.item, change.day) == ("shareholder", "2025-04-01")
    assert (change.before, change.after) == (("per:x 0.7",), ("per:y 0.7",))
    assert len(change.evidence) == 2


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [("2025-04-01", "2025-04-01", 1), ("2025-04-02", "2025-06-30", 0), ("2025-01-01", "2025-03-31", 0)],
)
def test_both_days_of_the_window_are_included(since: str, until: str, count: int) -> None:
    assert len(of(made_view([], handover()), since, until)) == count


def test_another_stake_is_a_change_and_another_source_is_none() -> None:
    raised = [
        holding("per:x", "ent:a", 40, valid_to="2025-03-31"),
        holding("per:x", "ent:a", 60, valid_from="2025-04-01", discriminator="2"),
    ]
    (change,) = of(made_view([], raised))
    assert (change.before, change.after) == (("per:x 0.4",), ("per:x 0.6",))
    told_twice = [
        holding("per:x", "ent:a", 40),
        holding("per:x", "ent:a", 40, valid_from="2025-04-01", discriminator="2"),
    ]
    assert of(made_view([], told_twice)) == ()


def test_the_founding_is_no_change() -> None:
    assert of(made_view([], [holding("per:x", "ent:a", 100, valid_from="2025-04-01")])) == ()


def test_the_registry_and_the_relations_tell_one_change() -> None:
    told = node("chg:1", "change", name="投资人变更", before="甲", after="乙", date="2025-04-01")
    view = made_view([told], [*handover(), relation("changed", "ent:a", "chg:1")])
    (change,) = of(view)
    assert (change.after, len(change.evidence)) == (("per:y 0.7",), 3)


def test_items_told_only_by_the_registry() -> None:
    items = {
        "名称变更": "name",
        "法定代表人变更": "legal_representative",
        "住所变更": "address",
        "其他事项备案": "other",
    }
    nodes = [
        node(f"chg:{n}", "change", name=words, before="a", after="b", date="2025-05-05")
        for n, words in enumerate(items)
    ]
    view = made_view(nodes, [relation("changed", "ent:a", told.id) for told in nodes])
    assert counted(of(view)) == dict.fromkeys(sorted(items.values()), 1)
    assert all((change.before, change.after) == (("a",), ("b",)) for change in of(view))


def test_capital_and_stakes_have_items_of_their_own() -> None:
    assert (item_of("注册资本变更"), item_of("股权变更"), item_of("经营范围变更")) == (
        "capital",
        "shareholder",
        "scope",
    )


def test_a_firm_that_ended_changed_its_status() -> None:
    view = made_view([node("ent:a", ended="2025-02-02", status="revoked")], [])
    (change,) = of(view)
    assert (change.item, change.after) == ("status", ("revoked",))


def test_an_address_left_for_another() -> None:
    moved = [
        relation("located_at", "ent:a", "adr:1", valid_to="2025-01-31"),
        relation("located_at", "ent:a", "adr:2", valid_from="2025-02-01"),
    ]
    assert counted(of(made_view([node("adr:1", "address"), node("adr:2", "address")], moved))) == {"address": 1}


def test_alerts_tell_changes_and_new_trouble_of_watched_firms_only() -> None:
    events = [
        node("enf:1", "enforcement", measure="enforced", filed="2025-02-01"),
        node("enf:2", "enforcement", measure="enforced", filed="2024-02-01"),
    ]
    told = [
        *handover(),
        relation("subject_to", "ent:b", "enf:1"),
        relation("subject_to", "ent:c", "enf:2"),
        relation("subject_to", "ent:d", "enf:1"),
    ]
    found = alerts(
        made_view(events, told), ["ent:c", "ent:b", "ent:a", "ent:a", "ent:nobody"], "2025-01-01", "2025-06-30"
    )
    assert [(one.id, len(one.changes), len(one.events)) for one in found.alerts] == [("ent:a", 1, 0), ("ent:b", 0, 1)]
    assert found.unknown == ("ent:nobody",)
