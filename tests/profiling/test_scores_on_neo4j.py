"""Clients are scored on Neo4j as on the embedded store: their past is read of either alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.graph.stores import neo4j_server, wiped
from tests.profiling.models.lived import lived_clients
from tests.profiling.scored_bank import DAY, bank, home

from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.neo4j.server import ServerInfo
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.client_prospects import client_prospects
from firmgraph.profiling.client_scores import scores_of
from firmgraph.profiling.models.frame import client_months, cohorts
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.in_use import models_in_use

__all__ = ["bank", "home", "neo4j_server"]
pytestmark = [pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]
AT = Moment(DAY)


@pytest.fixture(scope="module")
def served(bank: GraphStore, home: Path, neo4j_server: ServerInfo) -> Iterator[GraphStore]:
    with wiped(neo4j_server) as store:
        load_files(store, [home / "world"], LoadOptions())
        yield store


def test_scores_and_prospects_are_the_same_on_both_stores(bank: GraphStore, served: GraphStore, home: Path) -> None:
    models = models_in_use(home / "models")
    for client in lived_clients(bank)[:12]:
        assert scores_of(served, client, AT, models).wire() == scores_of(bank, client, AT, models).wire()
    prospects = [[one.wire(0.5) for one in client_prospects(store, AT, models)] for store in (served, bank)]
    assert prospects[0] == prospects[1]
    assert len(prospects[0]) > len(lived_clients(bank))


def test_rows_of_the_training_table_are_the_same_on_both_stores(bank: GraphStore, served: GraphStore) -> None:
    asked = cohorts("utilisation", "2024-09", "2025-03", DAY)
    for client in lived_clients(bank)[:12]:
        first, second = (client_months(read_past(store, client), asked) for store in (served, bank))
        assert first == second
        assert first.rows or first.left_out
