"""Things that never change and remember what functions of them alone told."""

from collections.abc import Callable
from typing import Self, TypeVar

Told = TypeVar("Told")


class Remembering:
    """A base of frozen dataclasses without slots; what is remembered is no part of what they are."""

    def once(self, work: Callable[[Self], Told]) -> Told:
        """Return what a function tells of this alone, worked out when it is first asked."""
        remembered: dict[Callable[[Self], Told], Told] = self.__dict__.setdefault("_told", {})
        if work not in remembered:
            remembered[work] = work(self)
        return remembered[work]
