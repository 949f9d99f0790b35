"""Which party cells of records name the subject of a portrait."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.elements import Described
from firmgraph.graph.normal.names import name_key


@dataclass(frozen=True, slots=True)
class Identity:
    """The keys a subject is known by; a cell with a code is compared by code, else by number, else by name."""

    uscc: str | None = None
    reg_no: str | None = None
    local_id: str | None = None
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, described: Described | None) -> "Identity":
        """Return the identity of a node; that of an unknown one names nothing."""
        if described is None:
            return cls()
        own = described.node.properties
        names = {own.get("name"), *own.get("former_names", ()), *(row["name"] for row in described.names)}
        keys = frozenset(name_key(name) for name in names if name)
        return cls(own.get("uscc"), own.get("reg_no"), own.get("local_id"), keys)

    def is_named_by(self, party: Mapping[str, Any]) -> bool:
        """Tell whether a party cell, or a registration row, names the subject."""
        for own, key in (
            (self.uscc, "uscc"),
            (self.reg_no, "reg_no"),
            (self.local_id, "scoped"),
            (self.local_id, "local_id"),
        ):
            if own and party.get(key):
                return bool(party[key] == own)
        return bool(party.get("name")) and name_key(str(party["name"])) in self.names
