"""Random worlds for the proofs of matching: an economy, a catalogue, the bank's limits, and requests of its firms."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.random_firms import INDUSTRIES, REGIONS, Firm, Row, random_economy, random_firms
from benchmarks.random_products import GUARANTEES, METHODS, PURPOSES, random_catalogue
from firmgraph.graph.elements import Moment
from firmgraph.graph.prepared import Heading, prepare
from firmgraph.graph.records import KINDS
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.settings import get_settings

DAY = "2025-06-30"
AT = Moment(DAY)
PACKS: tuple[tuple[str, ...], ...] = (
    (),
    ("expectation-000-literal",),
    ("prescreen-000-literal",),
    ("five-tier-patent-003",),
)
_LIMITS = ("FIRMGRAPH_NET_CAPITAL", "FIRMGRAPH_TIER1_NET_CAPITAL", "FIRMGRAPH_INTERNAL_LINE")


@dataclass(frozen=True, slots=True)
class Asking:
    """A request and the options it is matched with."""

    request: MatchRequest
    packs: tuple[str, ...] = ()
    nearest_lower_grade: bool = False


@dataclass(frozen=True)
class World:
    """A small economy with a catalogue: its rows, each with an id of its own, its firms, and the bank's limits."""

    seed: int
    firms: tuple[Firm, ...]
    rows: tuple[Row, ...]
    limits: Mapping[str, str]

    def askings(self, count: int) -> Iterator[Asking]:
        """Yield so many random requests of the firms, and some of a firm that nobody knows.

        The desk has two ways of asking in a world: as usual, and with other packs or the nearest lower grade.
        """
        chance = Random(f"requests {self.seed}")
        otherwise = chance.choice(PACKS), chance.random() < 0.5
        for _ in range(count):
            packs, lower = otherwise if chance.random() < 0.4 else ((), False)
            yield Asking(random_request(chance, self.firms), packs, lower)


def random_world(seed: int) -> World:
    """Return the world of a seed."""
    chance = Random(seed)
    firms = random_firms(chance, chance.randint(1, 4))
    rows = [*random_economy(chance, firms), *random_catalogue(chance, firms)]
    capital = chance.choice([None, None, None, "300000", "20000000", "50000000000"])
    line = chance.choice([None, None, None, "100000", "3000000"])
    limits = dict(zip(_LIMITS, (capital, capital, line), strict=True))
    numbered = ((kind, {"record_id": f"r{place}", **row}) for place, (kind, row) in enumerate(rows))
    return World(seed, tuple(firms), tuple(numbered), {name: value for name, value in limits.items() if value})


def random_request(chance: Random, firms: Iterable[Firm]) -> MatchRequest:
    """Return a request with odd amounts and terms, of which records and the request may both be silent."""
    known = [firm.code for firm in firms]
    subject = {"uscc": chance.choice(known)} if chance.random() < 0.95 else {"name": "从未见过有限公司"}
    amount = chance.choice([10_000, 500_000, 1_000_000, round(10 ** chance.uniform(3, 7.5), 2)])
    terms: dict[str, Any] = {
        "amount": str(chance.choice(["0.01", 10**12]) if chance.random() < 0.02 else amount),
        "term_months": chance.choice([1, 6, 12, 12, 12, 24, 36, 48]),
        "purpose": chance.choice(PURPOSES[:3] + PURPOSES),
        "guarantee": chance.choice([None, [], *(chance.sample(GUARANTEES[1:], most) for most in (1, 2, 3))]),
        "repayment": chance.choice([None, *METHODS]),
        **_stated(chance),
    }
    if chance.random() < 0.005:
        terms["term_months"] = chance.choice([120, 600])
    refused = [f"P{chance.randrange(14)}" for _ in range(chance.choice([0] * 8 + [1, 3]))]
    consent = chance.choice([None] * 14 + [True, True, True, True, False])
    told = {"subject": subject, "terms": terms, "consent": consent, "refused": refused or None}
    return read_request(told)


def _stated(chance: Random) -> dict[str, Any]:
    """What the firm says of itself, most of it nothing."""
    own = {
        "asset": str(chance.choice([400_000, 2_000_000, 30_000_000])),
        "revenue": str(chance.choice([900_000, 6_000_000, 50_000_000])),
        "years": chance.choice([0, 3, 20]),
        "debt_ratio": chance.choice(["0.3", "0.9"]),
        "industry": chance.choice(INDUSTRIES),
        "region": chance.choice(REGIONS),
        "size": "small",
        "qualifications": ["高新技术企业"],
    }
    return {name: value for name, value in own.items() if chance.random() < 0.1}


@contextmanager
def loaded(rows: Iterable[Row], limits: Mapping[str, str] | None = None) -> Iterator[GraphStore]:
    """Keep a store with some rows, under the bank's limits, for the block."""
    before = {name: os.environ.pop(name, None) for name in _LIMITS}
    os.environ.update(limits or {})
    get_settings.cache_clear()
    try:
        with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{Path(folder) / 'world.db'}") as store:
            yield filled(store, rows)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ.update({} if value is None else {name: value})
        get_settings.cache_clear()


def filled(store: GraphStore, rows: Iterable[Row]) -> GraphStore:
    """Append rows to a store as one batch."""
    heading = Heading("test", "2025-06-20")
    made = [prepare(kind, KINDS[kind].read(dict(row)), dict(row), heading) for kind, row in rows]
    store.append(made, loaded_at="2025-06-21T00:00:00.000000")
    return store
