"""Paths to approval put to the proof: the changes proposed are made to the records, and the class is then won."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, Decimal
from itertools import chain, combinations, count
from multiprocessing import get_context
from typing import Any

from benchmarks.random_firms import OBSERVED, Row
from benchmarks.random_worlds import AT, Asking, World, loaded, random_world
from firmgraph.graph.world.codes import customer_number
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.levers import Change
from firmgraph.profiling.match import match
from firmgraph.profiling.unlock import Unlock

REFUSED, REQUESTS, AT_ONCE, PROCESSES = 1000, 40, 20, 2
OF_TERMS = frozenset({"amount", "term_months", "guarantee"})
STATED = {"client_asset": "asset", "revenue": "revenue", "debt_ratio": "debt_ratio"}
MOST_TOLD = 20
CENT = Decimal("0.01")


@dataclass
class Paths:
    """How many refused requests had a path, how many paths and smaller sets were walked, the levers, the failures."""

    refused: int = 0
    walked: int = 0
    smaller: int = 0
    levers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Paths") -> None:
        """Take in the counts and failures of another."""
        self.refused += other.refused
        self.walked += other.walked
        self.smaller += other.smaller
        self.levers.update(other.levers)
        self.failures += other.failures


def with_terms(asking: Asking, changes: Iterable[Change]) -> Asking:
    """Return a request in which changes are made: of its terms, or of what it states where records are silent."""
    terms = asking.request.terms
    for change in changes:
        name = STATED.get(change.lever, change.lever)
        if change.lever == "guarantee":
            made: Any = [*(terms.guarantee or ()), str(change.value)]
        elif change.lever == "qualification":
            name, made = "qualifications", [*(terms.qualifications or ()), str(change.value)]
        else:
            made = int(change.value) if change.lever == "term_months" else change.value
        terms = terms.model_copy(update={name: made})
    return replace(asking, request=asking.request.model_copy(update={"terms": terms}))


def with_records(rows: Iterable[Row], code: str, changes: Iterable[Change]) -> list[Row]:
    """Return rows in which the changes of a firm's own figures and qualifications are made."""
    found = list(rows)
    for change in changes:
        found = _MAKING[change.lever](found, code, change)
    return found


def _in_records(rows: Iterable[Row], code: str | None, change: Change) -> bool:
    """Tell whether a change is one of a firm's records: not of the terms, and not of what records are silent about."""
    if code is None or change.lever in OF_TERMS:
        return False
    if change.lever not in ("revenue", "debt_ratio"):
        return True
    told = [row[1] for row in rows if _own(row, "statement", code)]
    columns = ["revenue"] if change.lever == "revenue" else ["liabilities", "total_assets"]
    years = [max((row["period"] for row in told if row.get(column)), default=None) for column in columns]
    return years[0] is not None and len(set(years)) == 1


def _own(row: Row, kind: str, code: str) -> bool:
    return row[0] == kind and code in (row[1].get("enterprise"), row[1].get("party"))


def _set(rows: list[Row], kind: str, code: str, told: Mapping[str, Any]) -> list[Row]:
    return [(row[0], {**row[1], **told}) if _own(row, kind, code) else row for row in rows]


def _client_asset(rows: list[Row], code: str, change: Change) -> list[Row]:
    if any(_own(row, "customer", code) for row in rows):
        return _set(rows, "customer", code, {"asset": str(change.value)})
    told = {"customer_no": customer_number(0), "enterprise": code, "registered_at": "2025-06-01"}
    return [*rows, ("customer", {**told, "record_id": "gained", "asset": str(change.value), "observed_at": OBSERVED})]


def _revenue(rows: list[Row], code: str, change: Change) -> list[Row]:
    year = _last_year(rows, code, "revenue")
    return _of_year(rows, code, year, lambda _: {"revenue": str(change.value)})


def _debt_ratio(rows: list[Row], code: str, change: Change) -> list[Row]:
    year = _last_year(rows, code, "liabilities")

    def owing(told: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"liabilities": str((Decimal(told["total_assets"]) * Decimal(change.value)).quantize(CENT, ROUND_FLOOR))}

    return _of_year(rows, code, year, owing)


def _last_year(rows: list[Row], code: str, column: str) -> str:
    return str(max(row[1]["period"] for row in rows if _own(row, "statement", code) and row[1].get(column)))


def _of_year(
    rows: list[Row], code: str, year: str, told: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> list[Row]:
    own = [_own(row, "statement", code) and row[1]["period"] == year for row in rows]
    return [(row[0], {**row[1], **told(row[1])}) if is_own else row for row, is_own in zip(rows, own, strict=True)]


def _overdue(rows: list[Row], code: str, _change: Change) -> list[Row]:
    return _set(rows, "credit_account", code, {"overdue_amount": "0", "overdue_days": 0})


def _enforcements(rows: list[Row], code: str, _change: Change) -> list[Row]:
    return _set(rows, "enforcement", code, {"closed": "2025-06-01"})


def _qualification(rows: list[Row], code: str, change: Change) -> list[Row]:
    told = {"record_id": f"gained {change.value}", "enterprise": code, "name": str(change.value)}
    return [*rows, ("qualification", told)]


_MAKING: Mapping[str, Callable[[list[Row], str, Change], list[Row]]] = {
    "client_asset": _client_asset,
    "revenue": _revenue,
    "debt_ratio": _debt_ratio,
    "open_overdue": _overdue,
    "open_enforcements": _enforcements,
    "qualification": _qualification,
}


def walked(world: World, asking: Asking, changes: tuple[Change, ...]) -> MatchAnswer:
    """Return the answer to a request of a world after some changes, made to the records and to the request."""
    code = asking.request.subject.uscc
    own = [change for change in changes if _in_records(world.rows, code, change)]
    rows = with_records(world.rows, code, own) if code else list(world.rows)
    with loaded(rows, world.limits) as store:
        return answered(store, with_terms(asking, [change for change in changes if change not in own]))


def answered(store: Any, asking: Asking) -> MatchAnswer:
    """Return the answer of a store to a request."""
    lower = asking.nearest_lower_grade
    return match(store, asking.request, AT, packs=asking.packs, nearest_lower_grade=lower)


def is_won(answer: MatchAnswer, unlock: Unlock) -> bool:
    """Tell whether an answer offers a product of the class that was to be unlocked."""
    return unlock.choice.product_class.id in {offer.choice.product_class.id for offer in answer.offers}


def go(seed: int, requests: int = REQUESTS, most: int = AT_ONCE) -> Paths:
    """Walk every path proposed to the refused requests of the world of a seed, up to so many requests."""
    world, paths = random_world(seed), Paths()
    for asking, answer in _refused(world, requests):
        if paths.refused == most:
            break
        paths.refused += 1
        for unlock in answer.unlocks:
            told = f"world {seed}: {asking.request.wire()}: {unlock.product_id}"
            paths.failures += [f"{told} {words}" for words in _walk(world, asking, unlock, paths)]
    return paths


def _walk(world: World, asking: Asking, unlock: Unlock, paths: Paths) -> Iterator[str]:
    """Walk a path and every smaller set of its changes; yield what it fails in."""
    paths.walked += 1
    paths.levers.update(change.lever for change in unlock.changes)
    after = walked(world, asking, unlock.changes)
    if not is_won(after, unlock):
        yield _why(after, unlock)
    for smaller in chain.from_iterable(combinations(unlock.changes, size) for size in range(len(unlock.changes))):
        paths.smaller += 1
        if is_won(walked(world, asking, smaller), unlock):
            yield f"is won by {len(smaller)} of {len(unlock.changes)} changes"


def _refused(world: World, requests: int) -> list[tuple[Asking, MatchAnswer]]:
    """The requests that pass the gates and are offered nothing, though a change would help, with their answers."""
    with loaded(world.rows, world.limits) as store:
        found = [(asking, answered(store, asking)) for asking in world.askings(requests)]
    return [(asking, answer) for asking, answer in found if not answer.offers and answer.unlocks]


def _why(after: MatchAnswer, unlock: Unlock) -> str:
    changes = ", ".join(f"{change.lever}={change.value}" for change in unlock.changes)
    failed = [
        f"{result.rule} {result.actual} of {result.required}"
        for one in after.eligibility
        if one.product.product_id == unlock.product_id
        for result in one.failed
    ]
    dropped = {c.dropped_reason for c in after.choices if c.product_class.id == unlock.choice.product_class.id}
    return f"is not won by {changes}: {'; '.join(failed) or dropped}"


def run(refused: int = REFUSED, first: int = 0) -> Mapping[str, Any]:
    """Return how many paths of refused requests were walked, which levers they pulled, and every one that failed."""
    begun, whole = time.perf_counter(), Paths()
    with get_context("spawn").Pool(PROCESSES) as pool:
        for paths in _in_turn(pool, first):
            whole.add(paths)
            print(f"{whole.refused} refused, {len(whole.failures)} failures", file=sys.stderr, flush=True)
            if whole.refused >= refused:
                break
        pool.terminate()
    return {
        "refused requests that a change would help": whole.refused,
        "paths walked": whole.walked,
        **{f"paths that pull {lever}": number for lever, number in sorted(whole.levers.items())},
        "smaller sets of their changes tried": whole.smaller,
        "classes not won, or won by fewer changes": len(whole.failures),
        **({"first failures": whole.failures[:MOST_TOLD]} if whole.failures else {}),
        "seconds": round(time.perf_counter() - begun),
        "goal": "1,000 refused requests, every class won",
    }


def _in_turn(pool: Any, first: int) -> Iterator[Paths]:
    for begin in count(first, AT_ONCE):
        yield from pool.imap(go, range(begin, begin + AT_ONCE))
