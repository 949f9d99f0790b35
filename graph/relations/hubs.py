"""Contacts that stop linking: public mail domains, and what more unrelated firms share than the data makes usual."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from firmgraph.graph.kernels.runs import run_starts
from firmgraph.graph.relations.contacts import NODE_KINDS, Contacts, contacts
from firmgraph.graph.relations.once import once_per_view
from firmgraph.graph.relations.parameters import hidden_parameters
from firmgraph.graph.snapshot.tables import Ints, Longs
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Openly:
    """The parties each party is openly related to, in compressed rows."""

    ptr: Ints
    other: Ints

    def of(self, node: int) -> frozenset[int]:
        """Return the parties a party is openly related to."""
        return frozenset(self.other[self.ptr[node] : self.ptr[node + 1]].tolist())

    def joins(self, one: int, two: int) -> bool:
        """Tell whether two parties are openly related, directly or through one common party."""
        near = self.of(one)
        return two in near or not near.isdisjoint(self.of(two))


@dataclass(frozen=True, slots=True, eq=False)
class Sharing:
    """How widely the contacts of one kind are shared: only those of two firms or more are listed, by number.

    `users` are the firms that share each, `groups` how many groups of otherwise related firms these are. `contacts` is
    how many contacts of the kind there are in all.
    """

    key: Longs
    users: Longs
    groups: Longs
    contacts: int

    def of(self, key: int) -> tuple[int, int]:
        """Return how many firms share a contact, and how many groups of otherwise related firms these are."""
        at = int(np.searchsorted(self.key, key))
        if at < len(self.key) and self.key[at] == key:
            return int(self.users[at]), int(self.groups[at])
        return 1, 1


@dataclass(frozen=True, slots=True)
class Hub:
    """A contact of a firm that links nobody: `public` as a mail domain open to all, else because more than `line`
    groups of otherwise unrelated firms share it.
    """

    kind: str
    id: str | None
    name: str
    shared_by: int
    groups: int
    line: int
    public: bool
    links_clients: bool = False


@once_per_view
def openly_related(view: View) -> Openly:
    """Return who is openly related to whom at a moment: by stakes, posts, branches, kin and agreements."""
    tables = [view.edges(kind) for kind in hidden_parameters()["openly"]]
    start = np.concatenate([half for edges in tables for half in (edges.start, edges.end)])
    end = np.concatenate([half for edges in tables for half in (edges.end, edges.start)])
    order = np.argsort(start, kind="stable")
    return Openly(run_starts(view.size, start[order]), end[order])


def _neighbours(near: Openly, nodes: Longs) -> tuple[Longs, Longs]:
    """Return the rows and the neighbours of some nodes, one after another."""
    width = near.ptr[nodes + 1] - near.ptr[nodes]
    row = np.repeat(np.arange(len(nodes), dtype=np.int64), width)
    begins = np.repeat(near.ptr[nodes] - np.cumsum(width) + width, width)
    return row, near.other[begins + np.arange(len(row))].astype(np.int64)


def _groups(key: Longs, firm: Longs, near: Openly, size: int) -> NDArray[np.int64]:
    """Return how many groups of otherwise related firms each contact joins; `key` ascends, each pair stands once.

    Firms of one contact are of one group when an open relation, or a party both have one with, joins them.
    """
    row, other = _neighbours(near, firm)
    points, number = np.unique(np.concatenate((key * size + firm, key[row] * size + other)), return_inverse=True)
    ends = (number[row], number[len(firm) :])
    graph = coo_array((np.ones(len(row), dtype=np.int8), ends), shape=(len(points), len(points)))
    label = connected_components(graph, directed=False)[1][number[: len(firm)]]
    first_of_group = np.unique(label, return_index=True)[1]
    return np.unique(key[first_of_group], return_counts=True)[1]


def _sharing(view: View, of: Contacts) -> Sharing:
    key, firm = of.keys.astype(np.int64), of.firm[of.by_key].astype(np.int64)
    once = _changes(key) | _changes(firm)
    key, firm = key[once], firm[once]
    begins = np.flatnonzero(_changes(key))
    users = np.diff(np.append(begins, len(key)))
    shared = np.repeat(users >= 2, users)
    if not shared.any():
        none = np.zeros(0, dtype=np.int64)
        return Sharing(none, none, none, len(begins))
    groups = _groups(key[shared], firm[shared], openly_related(view), view.size)
    return Sharing(key[begins][users >= 2], users[users >= 2], groups, len(begins))


def _changes(values: Longs) -> NDArray[np.bool_]:
    """Return where a value differs from the one before it."""
    found: NDArray[np.bool_] = np.ones(len(values), dtype=np.bool_)
    found[1:] = values[1:] != values[:-1]
    return found


@once_per_view
def _all_sharing(view: View) -> dict[str, Sharing]:
    return {}


def sharing(view: View, kind: str) -> Sharing:
    """Return how widely the contacts of a kind are shared at a moment."""
    made = _all_sharing(view)
    if kind not in made:
        made[kind] = _sharing(view, contacts(view, kind))
    return made[kind]


def learnt_line(shared: Sharing, clue: Mapping[str, Any]) -> int:
    """Return the most groups of unrelated firms that may share a contact which still links, learnt from the data.

    It is the greatest number at which the average contact would link at most `tolerance` pairs, where a contact shared
    by more counts as if shared by that many: so the line never rises when a contact is shared by more.
    """
    learning = hidden_parameters()["learning"]
    allowed = learning["tolerance"] * (shared.contacts + learning["prior"])
    line = int(clue["floor"])
    while line < clue["ceiling"]:
        counted = np.minimum(shared.groups, line + 1)
        if int((counted * (counted - 1) // 2).sum()) > allowed:
            break
        line += 1
    return line


def damping(groups: int, line: int) -> float:
    """Return what is left of a clue whose contact so many groups of unrelated firms share: all up to two, nothing past
    the line.
    """
    return 1.0 if groups <= 2 else max(0.0, (line + 1 - groups) / (line - 1))


def is_public(kind: str, name: str) -> bool:
    """Tell whether a contact is a mail domain open to everybody."""
    return kind == "email" and name.lower() in _public_domains()


@cache
def _public_domains() -> frozenset[str]:
    return frozenset(hidden_parameters()["public_mail"])


@once_per_view
def _lines(view: View) -> dict[str, int]:
    return {}


def line_of(view: View, kind: str) -> int:
    """Return the learnt line of a kind of clue; adjacent numbers are judged by how phones are shared."""
    made = _lines(view)
    if kind not in made:
        clue = next(clue for clue in hidden_parameters()["clues"] if clue["kind"] == kind)
        made[kind] = learnt_line(sharing(view, "phone" if kind == "adjacent_phone" else kind), clue)
    return made[kind]


def hubs_of(view: View, firm: int) -> tuple[Hub, ...]:
    """Return the contacts of a firm that link nobody, by kind and name."""
    found = []
    for kind in (*NODE_KINDS, "building", "change"):
        known, line = contacts(view, kind), line_of(view, kind)
        for key in known.of_firm(firm):
            users, groups = sharing(view, kind).of(key)
            name = known.name(view, key)
            public = is_public(kind, name)
            if public or groups > line:
                found.append(Hub(kind, known.node_id(view, key), name, users, groups, line, public))
    return tuple(sorted(found, key=lambda hub: (hub.kind, hub.name)))
