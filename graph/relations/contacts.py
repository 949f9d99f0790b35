"""By what firms can be reached or recognised: phones, mail domains, addresses, buildings, agents, days of change."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.kernels.runs import ordered_by
from firmgraph.graph.relations.once import once_per_view
from firmgraph.graph.relations.parameters import hidden_parameters
from firmgraph.graph.snapshot.strings import Strings
from firmgraph.graph.snapshot.tables import Ints, run_of
from firmgraph.graph.snapshot.view import Edges, View

NODE_KINDS: Mapping[str, tuple[str, str]] = {
    "phone": ("reachable_at", "phone"),
    "email": ("reachable_at", "email_domain"),
    "website": ("reachable_at", "website"),
    "address": ("located_at", "address"),
    "filing_agent": ("filed_by", "filing_agent"),
}
"""The contacts that are nodes: the relation that leads to them and the kind of node."""


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Which firm has which contact of one kind: one row for each relation that says so, ordered by firm.

    `key` is the number of the contact: of its node, or of its name in `names` where it is no node. `place` is where
    the relation stands in `edges`. `by_key` are the rows ordered by key, `keys` the keys in that order.
    """

    kind: str
    edges: Edges
    firm: Ints
    key: Ints
    place: Ints
    by_key: Ints
    keys: Ints
    names: tuple[str, ...] | None

    def of_firm(self, firm: int) -> list[int]:
        """Return the contacts of a firm, each once."""
        rows = run_of(self.firm, firm)
        return list(dict.fromkeys(self.key[rows.start : rows.stop].tolist()))

    def users(self, key: int) -> list[int]:
        """Return the firms that have a contact, each once."""
        rows = run_of(self.keys, key)
        return list(dict.fromkeys(self.firm[self.by_key[rows.start : rows.stop]].tolist()))

    def evidence(self, firm: int, key: int) -> tuple[str, ...]:
        """Return the record ids that state that a firm has a contact."""
        places = [int(self.place[row]) for row in run_of(self.firm, firm) if self.key[row] == key]
        return tuple(dict.fromkeys(record for place in places for record in self.edges.evidence_of(place)))

    def node_id(self, view: View, key: int) -> str | None:
        """Return the id of a contact, or None where it is no node."""
        return view.id(key) if self.names is None else None

    def name(self, view: View, key: int) -> str:
        """Return what a reader is shown of a contact."""
        return view.name(key) if self.names is None else self.names[key]


def contacts(view: View, kind: str) -> Contacts:
    """Return who has which contact of a kind: phone, email, website, address, filing_agent, building or change."""
    return _MAKERS[kind](view)


def building_of(address: str) -> str | None:
    """Return the building an address lies in: what stands before the room, up to the last sign of a building."""
    room, sign = _building_patterns()
    found = room.search(address)
    signs = list(sign.finditer(address, 0, found.start() if found else len(address)))
    return address[: signs[-1].end()] if signs else None


@cache
def _building_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    patterns = hidden_parameters()["building"]
    return re.compile(patterns["room"]), re.compile(patterns["sign"])


def _node_contacts(kind: str) -> Callable[[View], Contacts]:
    relation, node_kind = NODE_KINDS[kind]

    @once_per_view
    def made(view: View) -> Contacts:
        edges = view.edges(relation)
        wanted = view.snapshot.nodes.kinds[edges.end] == view.snapshot.kind_names.index(node_kind)
        place = np.flatnonzero(wanted).astype(np.int32)
        row, firm = _reached_firms(view, edges.start[place])
        return _ordered(kind, edges, firm, edges.end[place][row], place[row], None)

    return made


def _reached_firms(view: View, start: Ints) -> tuple[NDArray[np.int64], Ints]:
    """Return the rows and the firms that `start` stand for: themselves, of a customer the firm that is this one."""
    is_customer = view.snapshot.nodes.kinds[start] == view.snapshot.kind_names.index("customer")
    rows, firms = [np.flatnonzero(~is_customer)], [start[~is_customer]]
    client = view.edges("client_as")
    for row in np.flatnonzero(is_customer).tolist():
        known = client.start[client.into_node(int(start[row]))]
        rows.append(np.full(len(known), row, dtype=np.int64))
        firms.append(known)
    return np.concatenate(rows), np.concatenate(firms)


@once_per_view
def _buildings(view: View) -> Contacts:
    edges, read = view.edges("located_at"), _read_buildings(view.snapshot.nodes.names)
    end, of_place = np.unique(edges.end, return_inverse=True)
    named = [read(node) for node in end.tolist()]
    return _named("building", edges, [named[at] for at in of_place.tolist()])


_BLOCKS_KEPT = 2
_read: "OrderedDict[int, tuple[NDArray[np.uint8], dict[int, str | None]]]" = OrderedDict()


def _read_buildings(names: Strings) -> Callable[[int], str | None]:
    """Return the building of a node by its name, read once for each block of names.

    A snapshot with a later write laid over it shares the block of the one before: reading all addresses again would
    make the first answer after every write late.
    """
    _, known = _read.setdefault(id(names.data), (names.data, {}))
    if len(_read) > _BLOCKS_KEPT:
        _read.popitem(last=False)

    def read(node: int) -> str | None:
        if node in names.beside:
            return building_of(names[node])
        if node not in known:
            known[node] = building_of(names[node])
        return known[node]

    return read


@once_per_view
def _changes(view: View) -> Contacts:
    edges = view.edges("changed")
    told = [view.properties(node) for node in edges.end.tolist()]
    named = [f"{p['date']} {p['name']}" if p.get("date") and p.get("name") else None for p in told]
    return _named("change", edges, named)


def _named(kind: str, edges: Edges, named: Iterable[str | None]) -> Contacts:
    """Return contacts that are no nodes from the name each relation leads to, None where to none."""
    number: dict[str, int] = {}
    key = np.array([-1 if name is None else number.setdefault(name, len(number)) for name in named], dtype=np.int32)
    place = np.flatnonzero(key >= 0).astype(np.int32)
    return _ordered(kind, edges, edges.start[place], key[place], place, tuple(number))


def _ordered(kind: str, edges: Edges, firm: Ints, key: Ints, place: Ints, names: tuple[str, ...] | None) -> Contacts:
    order = np.lexsort((place, key, firm))
    firm, key, place = firm[order], key[order], place[order]
    by_key = ordered_by(key)
    return Contacts(kind, edges, firm, key, place, by_key, key[by_key], names)


_MAKERS: Mapping[str, Callable[[View], Contacts]] = {
    **{kind: _node_contacts(kind) for kind in NODE_KINDS},
    "building": _buildings,
    "change": _changes,
}
