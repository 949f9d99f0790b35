from collections.abc import Callable
from typing import Any

import pytest
from tests.profiling.asking import SHELF, answered, request
from tests.profiling.rows import AT, SUBJECT, MakeStore, diligence, fill, good_firm

from firmgraph.profiling import asker
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.kept import MOST_KEPT, Shelf, shelf_of
from firmgraph.profiling.match import match
from firmgraph.settings import get_settings


def counted(calls: list[str]) -> Callable[[], int]:
    def make() -> int:
        calls.append("made")
        return len(calls)

    return make


def test_what_is_kept_is_made_once_and_the_least_lately_asked_for_is_given_up() -> None:
    shelf, calls = Shelf(()), list[str]()
    assert [shelf.kept("a", counted(calls)), shelf.kept("a", counted(calls))] == [1, 1]
    for number in range(MOST_KEPT):
        shelf.kept(number, counted(calls))
    assert shelf.kept("a", counted(calls)) == MOST_KEPT + 2


def test_a_firm_is_read_once_until_something_is_loaded(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store, read = make_store([*good_firm(), *SHELF]), list[object]()

    def gathered(*asked: Any, **kinds: Any) -> Facts:
        read.append(kinds)
        return gather(*asked, **kinds)

    monkeypatch.setattr(asker, "gather", gathered)
    first = answered(store)
    assert [answered(store, amount=amount).facts.version for amount in (1000, 2000)] == [first.facts.version] * 2
    assert read == [{"kinds": ["consent"]}, {}]
    fill(store, [diligence("另一份尽调记录。", observed_at="2025-06-29")])
    assert answered(store).facts.version > first.facts.version
    assert len(read) == 4


def test_other_packs_and_other_settings_are_asked_anew(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store([*good_firm(), *SHELF])
    assert shelf_of(store) is shelf_of(store)
    answered(store)
    literal = match(store, request(), AT, packs=["prescreen-000-literal"])
    assert "prescreen-000-literal" in literal.packs
    kept = shelf_of(store)
    monkeypatch.setenv("FIRMGRAPH_NET_CAPITAL", "1000000")
    get_settings.cache_clear()
    assert shelf_of(store) is not kept
    assert "single_client_loan" in {cap.name for offer in answered(store).offers for cap in offer.bid.caps}
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_function_of_the_facts_is_worked_out_once(make_store: MakeStore) -> None:
    facts, calls = gather(make_store(good_firm()), SUBJECT, AT), list[str]()

    def name(found: object) -> str:
        calls.append("asked")
        return type(found).__name__

    assert [facts.once(name), facts.once(name), calls] == ["Facts", "Facts", ["asked"]]
