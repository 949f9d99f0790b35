"""What the generator of a world expects of the rows of a table: the bound of what any model can tell of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.world_tables import World
from firmgraph.graph.world.chances import Client, clients_lived
from firmgraph.graph.world.history import Month
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.frame_labels import label_rule
from firmgraph.profiling.models.frame_seen import month_end
from firmgraph.profiling.models.task import Sample, months_of

DRAWS = 100
Flags = npt.NDArray[np.bool_]
Came = Callable[[Client, Month, Sequence[Month]], float]


def expected(world: World, label: str, sample: Sample) -> Numbers:
    """Return for each row the mean of the label over lives drawn anew from its month, all latent states known."""
    rule = label_rule(label)
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(sample.clients):
        rows[name].append(row)
    ends = [month_end(f"{month}-01") for month in months_of(sample)]
    found = np.full(len(sample.ids), np.nan)
    for client in clients_lived(world.firms, world.seed, world.months):
        lived = {str(month.end): month for month in client.past.months}
        for row in rows.get(f"ent:{client.firm.uscc}", ()):
            now = lived[ends[row]]
            futures = client.futures(now.end, int(rule["months"]), DRAWS)
            found[row] = np.mean([CAME[label](client, now, months) for months in futures])
    return found


def can_draw(world: World, sample: Sample) -> Flags:
    """Tell which rows are of clients that are not overdue by so much that they count as bad, and so draw no more."""
    most = int(label_rule("risk")["overdue_days_above"])
    days = {
        (f"ent:{client.firm.uscc}", f"{month.end:%Y-%m}"): month.days
        for client in clients_lived(world.firms, world.seed, world.months)
        for month in client.past.months
    }
    keys = zip(sample.clients, months_of(sample), strict=True)
    return np.array([days[key] <= most for key in keys])


def _bad(_client: Client, _now: Month, months: Sequence[Month]) -> float:
    most = int(label_rule("risk")["overdue_days_above"])
    return float(any(month.days > most for month in months))


def _drew(_client: Client, now: Month, months: Sequence[Month]) -> float:
    return float(months[-1].drawn_total > now.drawn_total)


def _used(client: Client, _now: Month, months: Sequence[Month]) -> float:
    return min(months[-1].balance / client.past.habits.line, 1.0)


CAME: Mapping[str, Came] = {"risk": _bad, "willingness": _drew, "utilisation": _used, "utilisation_next_month": _used}
"""What each label of the table says of the months after a month."""
