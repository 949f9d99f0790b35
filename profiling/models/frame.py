"""The training table: existing clients by month, what was known of them then, and what they did afterwards.

A cohort is all existing clients on the last day of a month. What a client's month lacks for a label is counted, by why.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from firmgraph.errors import InvalidInput
from firmgraph.graph.ingest.resolution import is_coded
from firmgraph.graph.references import organisation_reference
from firmgraph.graph.risk.days import months_later
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.models.frame_columns import COLUMNS, blocks_of
from firmgraph.profiling.models.frame_labels import Label, Why, label_of, label_rule
from firmgraph.profiling.models.frame_leaks import refuse_leaks
from firmgraph.profiling.models.frame_past import Past
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.frame_seen import Seen, Value, month_end, table_rules

LED_BY = ("tells", "id", "month", "label", "raw", "segment")
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Cohorts:
    """What a table tells: a label, the cut-offs in order (last days of months), and the last day anything is known of.

    With `unlabelled`, months whose label's time is not over are rows too, their label empty.
    """

    label: str
    days: tuple[str, ...]
    through: str
    unlabelled: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns that the model of the label learns from."""
        return [column for columns in blocks_of(self.label).values() for column in columns]


@dataclass(frozen=True, slots=True)
class ClientMonths:
    """The rows of a client, and how many of its months have no label, by why."""

    rows: list[Row] = field(default_factory=list)
    left_out: Counter[Why] = field(default_factory=Counter)


def cohorts(label: str, first: str, last: str, through: str, *, unlabelled: bool = False) -> Cohorts:
    """Return the cohorts of a label from a month to another (YYYY-MM); InvalidInput where they are out of order."""
    label_rule(label)
    for field_name, month in (("from", first), ("to", last)):
        check_month(month, field_name)
    if last < first:
        raise InvalidInput(f"the months are out of order: from {first} to {last}", field="from")
    days = tuple(_months(month_end(f"{first}-01"), month_end(f"{last}-01")))
    if not unlabelled and month_end(days[0], int(label_rule(label)["months"])) > through:
        raise InvalidInput(
            f"no label is known yet of {first}: credit was last observed on {through}, and {label} tells of "
            f"{label_rule(label)['months']} months",
            field="from",
        )
    return Cohorts(label, days, through, unlabelled)


def known_through(store: GraphStore) -> str:
    """Return the day a credit account was last observed; InvalidInput in a store without any."""
    days = [record.observed_at for record in store.records(kinds=["credit_account"])]
    if not days:
        raise InvalidInput(
            "the store has no credit accounts, so that nothing is known of what clients did", field="store"
        )
    return max(days)


def clients(store: GraphStore) -> list[str]:
    """Return the ids of all that have an account or are on the list of clients, in order."""
    named = {
        organisation_reference(record.payload["enterprise"], record.source, record.payload.get("region") or "")
        for record in store.records(kinds=["customer", "credit_account"])
    }
    told = {reference for reference in named if is_coded(reference)}
    found = (store.node(reference) for reference in sorted(named - told))
    return sorted(told | {described.node.id for described in found if described is not None})


def prove(store: GraphStore, ids: Sequence[str], asked: Cohorts) -> None:
    """Refuse with InvalidInput columns that read past their cut-off, as some clients spread over all show."""
    rules = table_rules()["guard"]
    sample = list(islice(ids, 0, None, max(1, len(ids) // int(rules["clients"]))))
    days = asked.days[:: max(1, len(asked.days) // int(rules["months"]))]
    refuse_leaks((read_past(store, one) for one in sample), days, {name: COLUMNS[name] for name in asked.columns})


def client_months(past: Past, asked: Cohorts) -> ClientMonths:
    """Return the rows of a client at each cut-off where it is an existing client whose label is known."""
    found = ClientMonths()
    for day in asked.days:
        seen = Seen(past, day)
        label = label_of(seen, asked.label, asked.through)
        if isinstance(label, Label) or (label == "window_open" and asked.unlabelled):
            found.rows.append(_row(seen, asked, label if isinstance(label, Label) else None))
        if not isinstance(label, Label):
            found.left_out[label] += 1
    return found


def _row(seen: Seen, asked: Cohorts, label: Label | None) -> Row:
    segment = seen.once(COLUMNS[table_rules()["segment"]]) or "unknown"
    value, raw = (label.value, label.raw) if label else (None, None)
    lead = dict(zip(LED_BY, (asked.label, seen.past.subject, seen.day[:7], value, raw, segment), strict=True))
    return {**lead, **{name: seen.once(COLUMNS[name]) for name in asked.columns}}


def _months(first: str, last: str) -> Iterator[str]:
    day = first
    while day <= last:
        yield day
        day = month_end(day, 1)


def check_month(month: str, field_name: str) -> None:
    """Refuse with InvalidInput what is no month, YYYY-MM."""
    try:
        months_later(f"{month}-01", 0)
    except ValueError:
        raise InvalidInput(f"{month!r} is no month: write YYYY-MM", field=field_name) from None
    if len(month) != len("2024-01"):
        raise InvalidInput(f"{month!r} is no month: write YYYY-MM", field=field_name)
