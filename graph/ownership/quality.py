"""What is wrong with the ownership data of an enterprise: shares, loops, ends and dates (row 13)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.ownership.holdings import WHOLE, Holdings, holdings
from firmgraph.graph.ownership.own_records import own_records
from firmgraph.graph.ownership.signals import Words, per_cent, share_of
from firmgraph.graph.snapshot.clock import FIRST_DAY, LAST_DAY, day_text, known_until
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import pack_for

_NO_HOLDERS = frozenset({"sole_trader", "state", "public", "foreign_state", "unknown", "person"})
_ORDERED_DATES = (("established", "ended"), ("term_from", "term_to"))


@dataclass(frozen=True, slots=True)
class DataFinding:
    """A defect of the ownership data of an enterprise; `sum` is set where stakes do not sum to the whole.

    `finding` is one of shares_not_100, shares_unstated, no_holder, self_loop, dangling, date_disorder. `about` is the
    id of the node at fault.
    """

    finding: str
    about: str
    words: Words
    evidence: tuple[str, ...]
    sum: str | None = None


@dataclass(frozen=True, slots=True)
class DataQuality:
    """The defects found and the pack they were judged by."""

    findings: tuple[DataFinding, ...]
    pack: str


def ownership_quality(view: View, firm: int, packs: Sequence[str] = ()) -> DataQuality:
    """Return the defects of the ownership data of an enterprise by the pack `data-quality`, ordered by kind."""
    pack = pack_for("data-quality", view.day, packs)
    held = holdings(view)
    found = [
        *_sum_of_stakes(view, held, firm, pack.parameters),
        *_self_loops(view, held, firm),
        *_dangling(view, held, firm, pack.parameters),
        *_date_disorder(view, firm),
    ]
    return DataQuality(tuple(sorted(found, key=lambda f: (f.finding, f.about, f.evidence))), pack.id)


def _sum_of_stakes(view: View, held: Holdings, firm: int, asked: Mapping[str, Any]) -> Iterator[DataFinding]:
    told = held.of_firm(firm)
    evidence = united([held.evidence(holding) for holding in told])
    about = view.id(firm)
    if not told:
        if view.kind(firm) not in _NO_HOLDERS:
            words = Words("没有任何股东记录", "no holder is on record")
            yield DataFinding("no_holder", about, words, own_records(view, firm))
        return
    whole = sum(int(held.stake[holding]) for holding in told)
    unstated = sum(bool(held.unstated[holding]) for holding in told)
    if unstated:
        words = Words(f"{unstated} 名股东未说明比例", f"the stakes of {unstated} holders are not stated")
        yield DataFinding("shares_unstated", about, words, evidence)
    missed = whole - WHOLE
    if missed > share_of(asked, "rounding") or (-missed > share_of(asked, "rounding") and not unstated):
        words = Words(f"持股比例合计 {per_cent(whole)}", f"the stakes sum to {per_cent(whole)}")
        yield DataFinding("shares_not_100", about, words, evidence, share_text(whole))


def _self_loops(view: View, held: Holdings, firm: int) -> Iterator[DataFinding]:
    for place in map(int, held.loops):
        if int(held.edges.end[place]) == firm:
            words = Words("登记为自己的股东", "said to hold itself")
            yield DataFinding("self_loop", view.id(firm), words, held.edges.evidence_of(place))


def _dangling(view: View, held: Holdings, firm: int, asked: Mapping[str, Any]) -> Iterator[DataFinding]:
    """Yield the holders nothing is known of: of unknown kind, or an organisation only named by what others state."""
    for holding in held.of_firm(firm):
        holder = int(held.start[holding])
        kind = view.kind(holder)
        if kind == "unknown":
            words = Words(f"股东 {view.name(holder)} 身份不明", f"the holder {view.name(holder)} is not identified")
        elif kind in ("enterprise", "partnership") and set(view.properties(holder)) <= set(
            asked["organisations_named_by"]
        ):
            words = Words(
                f"股东 {view.name(holder)} 没有自己的记录", f"no record is about the holder {view.name(holder)}"
            )
        else:
            continue
        yield DataFinding("dangling", view.id(holder), words, held.evidence(holding))


def _date_disorder(view: View, firm: int) -> Iterator[DataFinding]:
    told = view.properties(firm)
    for earlier, later in _ORDERED_DATES:
        begin, end = told.get(earlier), told.get(later)
        if begin and end and end < begin:
            words = Words(f"{later} {end} 早于 {earlier} {begin}", f"{later} {end} lies before {earlier} {begin}")
            yield DataFinding("date_disorder", view.id(firm), words, own_records(view, firm))
    table = view.snapshot.table("holds")
    for number in map(int, table.into_node(firm)):
        first, last = int(table.valid_from[number]), int(table.valid_to[number])
        stated = first > FIRST_DAY and last < LAST_DAY
        if stated and last < first and table.known_from[number] <= known_until(view.at):
            days = (day_text(last), day_text(first))
            words = Words(
                f"持股止于 {days[0]}，早于起始 {days[1]}", f"a holding ends {days[0]} before it begins {days[1]}"
            )
            yield DataFinding("date_disorder", view.id(int(table.start[number])), words, table.evidence_of(number))
