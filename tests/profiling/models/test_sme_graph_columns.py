"""Columns of firms in a graph against counting by hand: links, places, neighbours, and rates of groups."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from tests.profiling.models.sme_folders import invented, written

from firmgraph.profiling.models import sme_graph_groups, sme_graph_near, sme_graph_own, sme_graph_place
from firmgraph.profiling.models.sme_graph_links import DIRECT, PERSONAL, Links
from firmgraph.profiling.models.sme_graph_tables import EDGES, GROUPS, LAWSUITS, Year, years_of

TABLES = invented({"train": 60}, seed=4)
ROWS = TABLES[EDGES]
HELD = {(row["src"], row["dst"]) for row in ROWS if row["relation"] in PERSONAL}
LINKED = {(row["src"], row["dst"]) for row in ROWS if row["relation"] in DIRECT}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return years_of(written(TABLES, tmp_path_factory.mktemp("firms")))["train"]


def by_hand(year: Year) -> nx.Graph:
    """All firms, persons and links as one graph of names."""
    graph = nx.Graph()
    graph.add_nodes_from(year.firms)
    graph.add_edges_from(HELD | LINKED)
    return graph


def sharing(year: Year, firm: str) -> set[str]:
    mine = {person for one, person in HELD if one == firm}
    return {one for one, person in HELD if person in mine} - {firm}


def lost(firm: str) -> int:
    return sum(row["company"] == firm and row["result"] == "3" for row in TABLES[LAWSUITS])


def test_firms_sharing_a_person_and_linked_firms_are_those_counted_by_hand(year: Year) -> None:
    links = Links.of(year)
    for at, firm in enumerate(year.firms):
        assert {year.firms[other] for other in links.shared[at].indices} == sharing(year, firm)
        linked = {second for first, second in LINKED if first == firm}
        assert {year.firms[other] for other in links.direct[at].indices} == linked


def test_the_place_of_a_firm_is_that_of_the_graph_by_hand(year: Year) -> None:
    graph, columns = by_hand(year), sme_graph_place.standing(Links.of(year))
    cut, core = set(nx.articulation_points(graph)), nx.core_number(graph)
    for at, firm in enumerate(year.firms):
        component = graph.subgraph(nx.node_connected_component(graph, firm))
        assert columns["component"][at] == pytest.approx(np.log1p(len(component)))
        assert columns["component_firms"][at] == pytest.approx(np.log1p(len(set(component) & set(year.firms))))
        assert columns["holds_component_together"][at] == (firm in cut)
        assert columns["core"][at] == core[firm]
        if len(component) > 1:
            steps = nx.single_source_shortest_path_length(component, firm)
            assert columns["closeness"][at] == pytest.approx((len(component) - 1) / sum(steps.values()))
            assert columns["farthest"][at] == pytest.approx(max(steps.values()) / nx.diameter(component))


def test_distances_in_a_component_too_large_are_unknown(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sme_graph_place, "LARGEST", 4)
    columns = sme_graph_place.standing(Links.of(year))
    large = np.expm1(columns["component"]).round() > 4
    assert large.any()
    assert np.array_equal(np.isnan(columns["between"]), large)


def test_degrees_count_edges_by_relation(year: Year) -> None:
    columns = sme_graph_place.degrees(Links.of(year))
    for relation in ("executed", "invest_CC", "branched", "rent"):
        by_hand = [
            len({row["dst"] for row in ROWS if row["src"] == firm and row["relation"] == relation})
            for firm in year.firms
        ]
        assert np.expm1(columns[f"degree_{relation}"]) == pytest.approx(by_hand)


def test_lawsuits_of_firms_two_steps_away_are_summed_and_averaged(year: Year) -> None:
    links, priors = Links.of(year), sme_graph_near.priors_of(year)
    sums = sme_graph_near.lawsuits_near_counted(year, links)["sharing_lost_sum"]
    means = sme_graph_near.lawsuits_near(year, links, priors)["sharing_lawsuits_lost"]
    for at, firm in enumerate(year.firms):
        counts = [lost(one) for one in sharing(year, firm)]
        assert np.expm1(sums[at]) == pytest.approx(sum(counts))
        drawn = priors["lawsuits_lost"] * sme_graph_near.PRIOR_WEIGHT + sum(map(np.log1p, counts))
        assert means[at] == pytest.approx(drawn / (len(counts) + sme_graph_near.PRIOR_WEIGHT))


def test_a_firm_without_neighbours_has_the_mean_of_the_firms_learned_from(year: Year) -> None:
    priors = dict.fromkeys(sme_graph_near.priors_of(year), 0.123)
    links = Links.of(year)
    alone = np.diff(links.shared.indptr) == 0
    assert alone.any()
    columns = sme_graph_near.lawsuits_near(year, links, priors)
    assert columns["sharing_lawsuits_all"][alone] == pytest.approx(0.123)


def test_values_spread_no_further_than_the_component(year: Year) -> None:
    links, graph = Links.of(year), by_hand(year)
    start = np.zeros(len(year.firms))
    start[0] = 1.0
    found = sme_graph_near.spread(links, start)
    near = {firm for firm, steps in nx.single_source_shortest_path_length(graph, year.firms[0], 4).items()}
    assert {firm for firm, value in zip(year.firms, found, strict=True) if value > 0} == near & set(year.firms)


def test_stakes_are_sums_and_shares_of_what_persons_invest(year: Year) -> None:
    columns = sme_graph_own.stakes(year, Links.of(year))
    for at, firm in enumerate(year.firms):
        given = [float(row["weight"]) for row in ROWS if row["src"] == firm and row["relation"] == "invested_CP"]
        if given:
            assert np.expm1(columns["stake_invested_CP_sum"][at]) == pytest.approx(sum(given))
            assert columns["stake_invested_CP_largest_share"][at] == pytest.approx(max(given) / sum(given))
        else:
            assert np.isnan(columns["stake_invested_CP_sum"][at])


def test_rates_of_groups_are_drawn_to_the_mean_and_leave_the_fold_out(year: Year) -> None:
    groups = {row["company"]: row["group"] for row in TABLES[GROUPS] if row["kind"] == "industry"}
    label = dict(zip(year.firms, year.y, strict=True))
    fold = {firm: sme_graph_groups._fold(firm) for firm in year.firms}
    found = sme_graph_groups.encoded_out_of_fold(year)["industry_rate"]
    for at, firm in enumerate(year.firms):
        others = [one for one in year.firms if fold[one] != fold[firm]]
        mean = np.mean([label[one] for one in others])
        same = [label[one] for one in others if groups[one] == groups[firm]]
        drawn = (sum(same) + sme_graph_groups.DRAWN * mean) / (len(same) + sme_graph_groups.DRAWN)
        assert found[at] == pytest.approx(drawn)


def test_a_group_not_known_has_the_mean(year: Year) -> None:
    rates = sme_graph_groups.rates_of(year)
    assert rates["mean"] == pytest.approx(year.y.mean())
    rates["industry"] = {}
    assert sme_graph_groups.encoded(year, rates)["industry_rate"] == pytest.approx(rates["mean"])


def test_an_unknown_relation_is_no_link(tmp_path: Path) -> None:
    strange = {**ROWS[0], "relation": "neighbour", "dst": "77777"}
    one = Links.of(years_of(written(TABLES, tmp_path / "1"))["train"])
    other = Links.of(years_of(written({**TABLES, EDGES: [*ROWS, strange]}, tmp_path / "2"))["train"])
    assert one.size == other.size
    assert (one.whole() != other.whole()).nnz == 0
