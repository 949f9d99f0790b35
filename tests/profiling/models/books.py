"""Small books of clients for the tests of the strategy."""

import numpy as np
from hypothesis import strategies as st

from firmgraph.profiling.models.strategy_book import NOT_KNOWN, Book

YUAN = 100


def book(*clients: dict[str, float]) -> Book:
    """Return a book of clients that state what differs from a sound one; money in yuan, rates a year."""
    sound = {
        "risk": 0.02, "willingness": 0.8, "limit": 1_000_000, "drawn": 400_000, "rate": 0.05,
        "capacity": 5_000_000, "group_left": 5_000_000, "group": -1,
    }  # fmt: skip
    told = [{**sound, **client} for client in clients]
    scale = {"limit": YUAN, "drawn": YUAN, "capacity": YUAN, "group_left": YUAN, "rate": 1_000_000, "group": 1}
    whole = {
        name: np.array([NOT_KNOWN if one[name] == -1 else round(one[name] * by) for one in told], dtype=np.int64)
        for name, by in scale.items()
    }
    risk, willingness = (np.array([one[name] for one in told], dtype=np.float64) for name in ("risk", "willingness"))
    return Book([f"c{number}" for number in range(len(told))], risk, willingness, **whole)


_MONEY = st.integers(0, 3_000)
CLIENT = st.fixed_dictionaries(
    {
        "risk": st.integers(0, 100).map(lambda number: number / 100),
        "willingness": st.integers(0, 100).map(lambda number: number / 100),
        "limit": _MONEY.map(lambda number: number * 997),
        "drawn": _MONEY.map(lambda number: number * 991),
        "rate": st.integers(0, 400).map(lambda number: number / 1000),
        "capacity": st.one_of(st.just(-1), _MONEY.map(lambda number: number * 1009)),
        "group_left": st.one_of(st.just(-1), _MONEY.map(lambda number: number * 101)),
        "group": st.integers(-1, 2),
    }
)
BOOKS = st.lists(CLIENT, min_size=1, max_size=12).map(lambda clients: book(*clients))
