import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.nlp.keywords.textrank import DAMPING, WINDOW, textrank


def _graph(words: list[str]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(words)
    for place, one in enumerate(words):
        for other in words[place + 1 : place + WINDOW]:
            if one != other:
                weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
                graph.add_edge(one, other, weight=weight + 1)
    return graph


@given(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=2, max_size=40))
@settings(deadline=None, max_examples=50)
def test_textrank_is_weighted_pagerank_of_neighbouring_words(words: list[str]) -> None:
    if len(set(words)) < 2:
        return
    expected = nx.pagerank(_graph(words), alpha=DAMPING, max_iter=1_000, tol=1e-10)
    found = textrank(words)
    assert found == pytest.approx({word: rank * len(expected) for word, rank in expected.items()}, abs=0.12)


def test_no_words_and_one_word() -> None:
    assert textrank([]) == {}
    assert textrank(["甲", "甲"]) == pytest.approx({"甲": 1 - DAMPING})
