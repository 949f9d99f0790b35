"""Fixtures for every test of the graph."""

from tests.graph.stores import empty, neo4j_server, opened, store, twins

__all__ = ["empty", "neo4j_server", "opened", "store", "twins"]
