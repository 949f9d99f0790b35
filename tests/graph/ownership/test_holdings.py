import pytest
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.ownership.holdings import WHOLE, Holdings, holdings
from firmgraph.graph.snapshot.view import View


def told(view: View, held: Holdings) -> dict[tuple[str, str], int]:
    return {(view.id(int(held.start[h])), view.id(int(held.end[h]))): int(held.stake[h]) for h in range(len(held))}


def number(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None
    return found


def test_a_holding_two_sources_state_is_one_and_the_newer_word_counts() -> None:
    view = made_view(
        [],
        [
            holding("per:a", "ent:f", 40, valid_from="2019-01-01", discriminator="shareholder/2019-01-01"),
            holding("per:a", "ent:f", 55, valid_from="2021-01-01", discriminator="shareholder/2021-01-01"),
            holding("per:b", "ent:f", 45),
        ],
    )
    held = holdings(view)
    assert told(view, held) == {("per:a", "ent:f"): 55_000_000, ("per:b", "ent:f"): 45_000_000}
    (both,) = held.of_holder(number(view, "per:a"))
    assert len(held.evidence(both)) == 2
    assert held.edges.days_of(held.places(both)[0])[0] == "2021-01-01"
    assert held.outranked[both] == held.places(both)[1:]


def test_an_older_stake_counts_where_the_newer_word_states_none() -> None:
    newer = relation("holds", "per:a", "ent:f", role="shareholder", valid_from="2024-01-01", discriminator="new")
    view = made_view([], [holding("per:a", "ent:f", 40, valid_from="2019-01-01"), newer])
    held = holdings(view)
    assert told(view, held) == {("per:a", "ent:f"): 40_000_000}
    assert not held.unstated.any()


def test_stakes_as_general_and_limited_partner_add_up() -> None:
    view = made_view(
        [node("ent:fund", "partnership")],
        [
            holding("per:a", "ent:fund", 1, role="GP", discriminator="GP"),
            holding("per:a", "ent:fund", 59, role="LP", discriminator="LP"),
            holding("per:a", "ent:fund", 60, role="shareholder", discriminator="shareholder"),
        ],
    )
    held = holdings(view)
    assert told(view, held) == {("per:a", "ent:fund"): 60_000_000}
    assert held.roles(0) == {"GP", "LP"}
    assert len(held.evidence(0)) == 3


def test_a_missing_ratio_is_derived_from_what_is_subscribed() -> None:
    view = made_view(
        [node("ent:f")],
        [
            relation("holds", "per:a", "ent:f", subscribed="1000000", role="shareholder"),
            relation("holds", "per:b", "ent:f", subscribed="2000000", role="shareholder"),
        ],
    )
    held = holdings(view)
    assert told(view, held) == {("per:a", "ent:f"): 33_333_333, ("per:b", "ent:f"): 66_666_666}
    assert held.derived.all()
    assert held.unknown[number(view, "ent:f")] == 1


@pytest.mark.parametrize(
    ("capital", "expected"),
    [("4000000", 25_000_000), ("500000", 100_000_000), ("8000000 USD", 100_000_000), (None, 100_000_000)],
)
def test_the_registered_capital_is_the_whole_where_it_is_larger(capital: str | None, expected: int) -> None:
    firm = node("ent:f", **({"registered_capital": capital} if capital else {}))
    view = made_view([firm], [relation("holds", "per:a", "ent:f", subscribed="1000000", role="shareholder")])
    assert told(view, holdings(view)) == {("per:a", "ent:f"): expected}


def test_a_stake_nobody_states_is_unknown_and_not_nothing() -> None:
    silent = relation("holds", "per:b", "ent:f", role="shareholder")
    amount = relation("holds", "per:a", "ent:f", subscribed="1000000", role="shareholder")
    view = made_view([node("ent:f")], [silent, amount])
    held = holdings(view)
    assert held.unstated.all()
    assert held.unknown[number(view, "ent:f")] == WHOLE


def test_a_firm_said_to_hold_itself_is_left_out_and_told() -> None:
    view = made_view([], [holding("ent:f", "ent:f", 10), holding("per:a", "ent:f", 90)])
    held = holdings(view)
    assert told(view, held) == {("per:a", "ent:f"): 90_000_000}
    assert held.unknown[number(view, "ent:f")] == 10_000_000
    assert [held.edges.id_of(place) for place in held.loops.tolist()] == [holding("ent:f", "ent:f", 10).id]


def test_stakes_above_the_whole_are_scaled_and_said() -> None:
    (case,) = (
        c
        for c in planted_cases("data_quality")
        if c["expected"]["finding"] == "shares_not_100" and c["expected"]["sum"] > "1"
    )
    view = world_view(case["as_of"])
    held, firm = holdings(view), number(view, case["about"]["id"])
    assert held.total[firm] == 115_000_000
    assert held.above_whole(firm)
    assert held.unknown[firm] == 0


def test_planted_shares_nobody_holds_are_unknown() -> None:
    for case in planted_cases("unknown_share"):
        view = world_view(case["as_of"])
        assert holdings(view).unknown[number(view, case["about"]["id"])] == round(float(case["expected"]) * WHOLE)


def test_holders_are_those_of_the_day() -> None:
    cases = planted_cases("as_of_holders")
    assert cases
    for case in cases:
        view = world_view(case["as_of"])
        held = holdings(view)
        shares = {
            view.name(int(held.start[h])): held.stake[h] / WHOLE
            for h in held.of_firm(number(view, case["about"]["id"]))
        }
        assert shares == {name: float(share) for name, share in case["expected"].items()}


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [
        holding("per:a", "ent:f", 40, discriminator="1"),
        holding("per:a", "ent:f", 55, discriminator="2"),
        holding("per:a", "ent:g", 10),
        holding("ent:f", "ent:g", 20),
    ]
    assert (
        len({tuple(sorted(told(v, holdings(v)).items())) for v in (made_view([], rows), made_view([], rows[::-1]))})
        == 1
    )
