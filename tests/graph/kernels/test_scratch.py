"""Room kept between calls: what one call notes is stale in the next, and threads do not share it."""

import threading

import numpy as np
import pytest

from firmgraph.graph.kernels import scratch
from firmgraph.graph.kernels.scratch import places


def test_what_one_call_noted_is_below_the_base_of_the_next() -> None:
    first, base = places(4, 10)
    first[:] = base + 9
    again, higher = places(4, 10)
    assert again is first
    assert higher > again.max()


def test_another_graph_gets_room_of_its_size() -> None:
    noted, base = places(4, 10)
    noted[:] = base
    other, start = places(5, 10)
    assert other.size == 5
    assert other.max() < start


def test_room_is_cleared_when_places_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "_LAST", 25)
    for _ in range(10):
        noted, base = places(7, 10)
        assert noted.max() < base
        noted[:] = base + 9
    with pytest.raises(ValueError, match="26 places"):
        places(7, 26)


def test_threads_do_not_share_room() -> None:
    mine, found = places(6, 1)[0], []
    thread = threading.Thread(target=lambda: found.append(places(6, 1)[0]))
    thread.start()
    thread.join()
    assert not np.shares_memory(mine, found[0])
