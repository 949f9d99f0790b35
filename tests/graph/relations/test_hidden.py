from collections.abc import Mapping
from itertools import combinations
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.relations.renumbered import renumbered
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.relations.contacts import building_of
from firmgraph.graph.relations.hidden import HiddenRelation, hidden_relations
from firmgraph.graph.relations.hubs import damping, hubs_of, line_of, sharing
from firmgraph.graph.snapshot.view import View

Sharing = list[set[int]]


def number(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None, node_id
    return found


def phone(digits: str) -> Node:
    return node(f"tel:{digits}", "phone", name=digits)


def reached(firm: str, contact: str) -> Relation:
    return relation("reachable_at", firm, contact)


def between(view: View, one: str, two: str) -> HiddenRelation | None:
    told = hidden_relations(view, number(view, one), least=0.0, limit=view.size)
    return next((relation for relation in told if relation.id == two), None)


def sharing_view(phones: Sharing) -> View:
    nodes = [phone(f"1020000{place:02d}00") for place in range(len(phones))]
    nodes += [node(f"ent:{firm}") for firm in range(12)]
    told = [reached(f"ent:{firm}", nodes[place].id) for place, firms in enumerate(phones) for firm in sorted(firms)]
    return made_view(nodes, told)


def all_scores(view: View) -> dict[tuple[int, int], float]:
    found = {}
    for one, two in combinations(range(12), 2):
        told = between(view, f"ent:{one}", f"ent:{two}")
        found[one, two] = told.score if told else 0.0
    return found


def test_the_planted_pair_is_suspected_by_address_and_mail() -> None:
    (case,) = planted_cases("hidden_relation")
    view = world_view(case["as_of"])
    one, two = (firm["id"] for firm in case["about"])
    for near, far in ((one, two), (two, one)):
        told = between(view, near, far)
        assert told is not None
        assert told.certainty == case["expected"]["certainty"] == "suspected"
        assert sorted(clue.kind for clue in told.clues) == case["expected"]["evidence"]
        assert not told.openly
        assert told.score == pytest.approx(1 - 0.4 * 0.45)
        assert sum(clue.share for clue in told.clues) == pytest.approx(1, abs=1e-5)
        assert len(told.evidence) == 4
        assert [other.id for other in hidden_relations(view, number(view, near))] == [far]


def test_the_bookkeeping_phone_of_the_fixture_is_a_hub_and_links_nobody() -> None:
    (case,) = planted_cases("hub")
    view = world_view(case["as_of"])
    agency = number(view, case["about"]["id"])
    (hub,) = hubs_of(view, agency)
    assert (hub.name, hub.shared_by, hub.links_clients) == tuple(case["expected"].values())
    assert hidden_relations(view, agency) == ()


@pytest.mark.parametrize("case", planted_cases("same_person"), ids=lambda case: case["case"])
def test_one_name_alone_relates_nobody(case: Mapping[str, Any]) -> None:
    view = world_view()
    one, two = (firm["id"] for firm in case["about"])
    told = between(view, one, two)
    assert told is None or case["person"] not in told.words


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(0, 11), min_size=1, max_size=12), min_size=1, max_size=8), st.data())
def test_one_more_unrelated_firm_on_a_shared_phone_never_raises_a_score(phones: Sharing, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(phones) - 1))
    joined = data.draw(st.sampled_from([f for f in range(12) if f not in phones[place]] or [0]))
    before = all_scores(sharing_view(phones))
    more = [firms | {joined} if at == place else firms for at, firms in enumerate(phones)]
    after = all_scores(sharing_view(more))
    for pair, score in after.items():
        assert score <= before[pair] or joined in pair


def test_damping_falls_with_the_groups_and_grows_with_the_line() -> None:
    for line in range(3, 12):
        told = [damping(groups, line) for groups in range(1, 20)]
        assert told[:2] == [1.0, 1.0]
        assert told == sorted(told, reverse=True)
        assert damping(line, line) > 0 == damping(line + 1, line)
        assert all(damping(g, line) <= damping(g, line + 1) for g in range(1, 20))


def test_the_line_of_phones_is_learnt_from_how_the_data_shares_them() -> None:
    rare = sharing_view([{0, 1}])
    typed = [phone(str(1_020_000_000 + 7 * n)) for n in range(100)]
    common = made_view(typed, [reached(f"ent:{n}", typed[n // 9].id) for n in range(900)])
    assert line_of(rare, "phone") == 8
    assert line_of(common, "phone") == 3


def test_otherwise_related_firms_count_as_one_group() -> None:
    subsidiaries = [f"ent:s{n}" for n in range(12)]
    told = [holding("ent:parent", firm, 100) for firm in subsidiaries]
    told += [reached(firm, "tel:10200000001") for firm in (*subsidiaries, "ent:outside")]
    view = made_view([phone("10200000001")], told)
    assert sharing(view, "phone").of(number(view, "tel:10200000001")) == (13, 2)
    outside = between(view, "ent:outside", "ent:s3")
    assert outside is not None
    assert outside.score == pytest.approx(0.6)
    inside = between(view, "ent:s1", "ent:s3")
    assert inside is not None
    assert inside.openly


def test_public_mail_links_nobody_and_a_firms_own_domain_does() -> None:
    domains = [
        node("eml:QQ.COM", "email_domain", name="qq.com"),
        node("eml:A.EXAMPLE", "email_domain", name="a.example"),
    ]
    view = made_view(domains, [reached(f, d) for f, d in (("ent:1", "eml:QQ.COM"), ("ent:2", "eml:QQ.COM"))])
    assert between(view, "ent:1", "ent:2") is None
    assert hubs_of(view, number(view, "ent:1"))[0].public
    view = made_view(domains, [reached(f, d) for f, d in (("ent:1", "eml:A.EXAMPLE"), ("ent:2", "eml:A.EXAMPLE"))])
    told = between(view, "ent:1", "ent:2")
    assert told is not None
    assert [clue.kind for clue in told.clues] == ["email"]


def test_neighbouring_numbers_hint_and_numbers_further_apart_do_not() -> None:
    phones = [phone("10200000019"), phone("10200000020"), phone("10200000022")]
    view = made_view(phones, [reached(f"ent:{n}", one.id) for n, one in enumerate(phones)])
    told = between(view, "ent:0", "ent:1")
    assert told is not None
    assert [clue.kind for clue in told.clues] == ["adjacent_phone"]
    assert told.score == pytest.approx(0.3)
    assert between(view, "ent:1", "ent:2") is None


def test_changes_of_one_item_on_one_day_hint() -> None:
    def change(name: str, item: str, day: str) -> Node:
        return node(f"chg:{name}", "change", name=item, date=day)

    nodes = [change("a", "地址变更", "2024-05-06"), change("b", "地址变更", "2024-05-06")]
    nodes += [change("c", "地址变更", "2024-05-07"), change("d", "名称变更", "2024-05-06")]
    changed = [("ent:1", "a"), ("ent:2", "b"), ("ent:3", "c"), ("ent:4", "d")]
    view = made_view(nodes, [relation("changed", firm, f"chg:{name}") for firm, name in changed])
    told = between(view, "ent:1", "ent:2")
    assert told is not None
    assert told.clues[0].name == "2024-05-06 地址变更"
    assert between(view, "ent:1", "ent:3") is None
    assert between(view, "ent:1", "ent:4") is None


def test_the_phone_a_customer_left_counts_as_the_firms() -> None:
    nodes = [phone("10200000001"), node("cus:1", "customer")]
    told = [relation("client_as", "ent:1", "cus:1"), reached("cus:1", "tel:10200000001")]
    view = made_view(nodes, [*told, reached("ent:2", "tel:10200000001")])
    assert between(view, "ent:1", "ent:2") is not None


@pytest.mark.parametrize(
    ("address", "building"),
    [
        ("澜州市汀西区望汀路18号澜光大厦3幢1207室", "澜州市汀西区望汀路18号澜光大厦3幢"),
        ("澜州市汀西区望汀路18号3号楼二层201室", "澜州市汀西区望汀路18号3号楼"),
        ("澜州市棠溪县汀创园12幢1004室", "澜州市棠溪县汀创园12幢"),
        ("澜州市棠溪县青屿街269号", "澜州市棠溪县青屿街269号"),
        ("澜州市棠溪县旧岚村", None),
    ],
)
def test_a_building_is_what_stands_before_the_room(address: str, building: str | None) -> None:
    assert building_of(address) == building


def test_rooms_of_one_building_hint_weakly_and_a_shared_room_more() -> None:
    rooms = [node(f"adr:{n}", "address", name=f"澜州市望汀路18号3幢{room}室") for n, room in enumerate((101, 101, 205))]
    told = [relation("located_at", f"ent:{n}", f"adr:{place}") for n, place in enumerate((0, 0, 2))]
    view = made_view(rooms, told)
    near, far = between(view, "ent:0", "ent:1"), between(view, "ent:0", "ent:2")
    assert near is not None
    assert far is not None
    assert [clue.kind for clue in near.clues] == ["address"]
    assert [clue.kind for clue in far.clues] == ["building"]
    assert near.score > far.score


def test_the_score_is_the_noisy_or_of_the_clues_that_count() -> None:
    nodes = [phone("10200000001"), phone("10200000005"), node("agt:a", "filing_agent")]
    told = [reached(firm, one.id) for firm in ("ent:1", "ent:2") for one in nodes[:2]]
    told += [relation("filed_by", firm, "agt:a") for firm in ("ent:1", "ent:2")]
    found = between(made_view(nodes, told), "ent:1", "ent:2")
    assert found is not None
    assert [clue.share > 0 for clue in found.clues] == [True, True, False]
    assert found.score == pytest.approx(1 - prod(1 - clue.chance for clue in found.clues if clue.share))
    assert sum(clue.share for clue in found.clues) == pytest.approx(1, abs=1e-5)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_numbering_of_nodes_does_not_matter(seed: int) -> None:
    nodes = [phone(f"1020000000{n}") for n in range(4)]
    told = [reached(f"ent:{firm}", nodes[firm * step % 4].id) for firm in range(7) for step in (1, 3)]
    plain, other = made_view(nodes, told), renumbered(nodes, told, seed)
    for firm in range(7):
        same = [hidden_relations(view, number(view, f"ent:{firm}")) for view in (plain, other)]
        assert same[0] == same[1]
