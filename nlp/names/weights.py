"""Characters of many names as arrays: what each is, what it belongs to, and how much it weighs."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from firmgraph.nlp.names.parts import Role, roles_of
from firmgraph.nlp.names.settings import RoleWeights

COMPARED_CHARACTERS = 64
"""Characters of a name that are compared; those after them are not looked at."""
CODE_BITS = 21
"""Bits that hold every code point."""
CODE_MASK = (1 << CODE_BITS) - 1

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spellings:
    """The characters of names without brackets; name i has the characters `starts[i]` to `starts[i + 1]`."""

    codes: Ids
    roles: NDArray[np.uint8]
    starts: Ids

    @classmethod
    def of(cls, forms: Sequence[str]) -> Self:
        """Return the spellings of names in their normal form."""
        codes, roles, starts = array("q"), bytearray(), [0]
        for form in forms:
            kept = [(ord(c), role) for c, role in zip(form, roles_of(form), strict=True) if role is not Role.NONE]
            codes.extend(code for code, _ in kept[:COMPARED_CHARACTERS])
            roles.extend(role for _, role in kept[:COMPARED_CHARACTERS])
            starts.append(len(codes))
        return cls(np.frombuffer(codes, np.int64), np.frombuffer(roles, np.uint8), np.array(starts, np.int64))

    def names(self) -> Ids:
        """Return the name that each character belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def pairs(self) -> Ids:
        """Return the id of each character and the one before it; -1 where a name begins."""
        found = np.full(len(self.codes), -1, np.int64)
        found[1:] = (self.codes[:-1] << CODE_BITS) | self.codes[1:]
        found[self.starts[:-1][np.diff(self.starts) > 0]] = -1
        return found


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare each thing is among names: 1 where no name has it."""

    things: Ids
    values: Weights

    @classmethod
    def among(cls, things: Ids, names: int, floor: float) -> Self:
        """Return the rarity of things met in so many names, `floor` at the least; a negative one is none."""
        distinct, counts = np.unique(np.sort(things[things >= 0]), return_counts=True)
        values = np.log((names + 2) / (counts + 1)) / np.log(names + 2)
        return cls(distinct, np.maximum(values, floor).astype(np.float32))

    def of(self, things: Ids) -> Weights:
        """Return the rarity of each thing; 0 for a negative one."""
        if not len(self.things):
            return np.where(things < 0, 0, 1).astype(np.float32)
        at = np.minimum(np.searchsorted(self.things, things), len(self.things) - 1)
        known = np.where(self.things[at] == things, self.values[at], np.float32(1))
        return np.where(things < 0, np.float32(0), known)


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weight of each character, and of each with the one before it, by role and rarity."""

    characters: Rarity
    pairs: Rarity

    def weigh(self, spellings: Spellings, by_role: RoleWeights) -> tuple[Weights, Weights]:
        """Return the weights of all characters of names, and of all pairs."""
        roles = np.array(by_role.by_role(), np.float32)[spellings.roles]
        before = np.concatenate(([np.float32(0)], roles[:-1])) if len(roles) else roles
        return roles * self.characters.of(spellings.codes), np.sqrt(roles * before) * self.pairs.of(spellings.pairs())
