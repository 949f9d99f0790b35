"""Work done once for each view and forgotten with it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from firmgraph.graph.snapshot.view import View

Made = TypeVar("Made")


def once_per_view(make: Callable[[View], Made]) -> Callable[[View], Made]:
    """Return a function that makes its answer at the first call for a view and gives the same one afterwards."""
    made: WeakKeyDictionary[View, Made] = WeakKeyDictionary()

    @wraps(make)
    def answer(view: View) -> Made:
        found = made.get(view)
        if found is None:
            found = made[view] = make(view)
        return found

    return answer
