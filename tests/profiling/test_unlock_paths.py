"""Paths to approval walked in the records of random worlds: the class is won, and by no smaller set of changes."""

from dataclasses import replace

import pytest
from benchmarks import unlock_paths
from benchmarks.unlock_paths import Paths, go

from firmgraph.profiling.levers import Change
from firmgraph.profiling.match import match


@pytest.fixture(scope="module")
def paths() -> Paths:
    """The paths of the refused requests of some worlds."""
    whole = Paths()
    for seed in (2, 5, 11, 14):
        whole.add(go(seed, requests=30, most=12))
    return whole


def test_every_path_wins_its_class_when_made_in_the_records_and_no_smaller_set_does(paths: Paths) -> None:
    assert paths.failures == []
    assert paths.refused > 15
    assert paths.smaller >= paths.walked >= paths.refused
    assert len(paths.levers) >= 4


def test_a_path_with_a_change_to_spare_is_told(monkeypatch: pytest.MonkeyPatch) -> None:

    def with_more(*arguments: object, **named: object) -> object:
        answer = match(*arguments, **named)  # type: ignore[arg-type]
        extra = Change("qualification", "绿色工厂")
        return replace(answer, unlocks=tuple(replace(one, changes=(*one.changes, extra)) for one in answer.unlocks))

    monkeypatch.setattr(unlock_paths, "match", with_more)
    assert any("is won by" in one for one in go(2, requests=20, most=3).failures)


def test_a_path_that_forgets_a_change_is_told(monkeypatch: pytest.MonkeyPatch) -> None:

    def with_less(*arguments: object, **named: object) -> object:
        answer = match(*arguments, **named)  # type: ignore[arg-type]
        return replace(answer, unlocks=tuple(replace(one, changes=one.changes[1:]) for one in answer.unlocks))

    monkeypatch.setattr(unlock_paths, "match", with_less)
    assert any("is not won by" in one for one in go(2, requests=20, most=3).failures)
