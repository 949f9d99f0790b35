"""Clients that a client brought in, and the reward for enough of them (MGM; rows 0-01, 0-19, 0-20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.references import digest
from firmgraph.graph.store import GraphStore
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts, speaks
from firmgraph.profiling.gates.client import NEW, client_kind
from firmgraph.profiling.measured import evidence_of

FAMILY = "after-success"


@dataclass(frozen=True, slots=True)
class Referrals:
    """How many clients a client brought in, how many are wanted, and the records that name it as the one."""

    count: int
    threshold: int
    reward: Mapping[str, str]
    evidence: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether there are enough for the reward; as many as are wanted are enough."""
        return self.count >= self.threshold

    def wire(self) -> dict[str, Any]:
        """The body of the counter."""
        return {
            "count": self.count,
            "threshold": self.threshold,
            "reached": self.reached,
            "reward": dict(self.reward) if self.reached else None,
            "evidence": list(self.evidence),
        }


def referrals(store: GraphStore, facts: Facts, pack: RulePack) -> Referrals:
    """Return the clients whose record names a firm as referrer, each enterprise once and never the firm itself.

    A referrer is told by credit code, by client number, or by a name the firm bears or bore.
    """
    keys = _keys(facts)
    rows = [row for row in store.records(kinds=["customer"], at=facts.at) if speaks(row, facts.day)]
    brought = [row for row in rows if _named(row, keys) and not facts.identity.is_named_by(row.payload["enterprise"])]
    firms = {_firm(row) for row in brought}
    return Referrals(len(firms), int(pack.parameters["referrals"]), pack.parameters["reward"], evidence_of(brought))


def _keys(facts: Facts) -> frozenset[str]:
    numbers = (row.payload["customer_no"] for row in facts.of("customer"))
    coded = (facts.identity.uscc,) if facts.identity.uscc else ()
    return frozenset({*map(name_key, numbers), *map(name_key, coded), *facts.identity.names})


def _named(row: StoredRecord, keys: frozenset[str]) -> bool:
    referrer = row.payload.get("referrer")
    return bool(referrer) and name_key(str(referrer)) in keys


def _firm(row: StoredRecord) -> str:
    party = row.payload["enterprise"]
    return str(party.get("uscc") or party.get("reg_no") or name_key(str(party.get("name", digest(row.uid)))))


def channel_of(facts: Facts) -> str | None:
    """Return the channel by which a client came, from its earliest client record, else its earliest application."""
    for kind, column in (("customer", "registered_at"), ("application", "applied_at")):
        if told := _earliest((row for row in facts.of(kind) if row.payload.get("channel")), column):
            return str(told.payload["channel"])
    return None


def referring_officer(facts: Facts) -> str | None:
    """Return who is told of a success: the referrer that the newest client record names, else the client's officer."""
    rows = sorted(facts.of("customer"), key=lambda row: (row.observed_at, row.uid), reverse=True)
    told = [row.payload.get(column) for column in ("referrer", "officer") for row in rows]
    return next((str(one) for one in told if one), None)


def gift(facts: Facts, pack: RulePack) -> Mapping[str, str] | None:
    """Return the message to a new client; None for any other, and where the pack has no words."""
    kind, _ = client_kind(facts)
    words: Mapping[str, str] | None = pack.parameters.get("gift")
    return words if kind == NEW else None


def _earliest(rows: Iterable[StoredRecord], column: str) -> StoredRecord | None:
    return min(rows, key=lambda row: (str(row.payload[column]), row.uid), default=None)
