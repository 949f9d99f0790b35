"""What the generator itself expects of its clients: it lives on from a month many times over, all latent states known.

No model can tell more of what is to come than this, for it sees less: the rest is drawn by lot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from firmgraph.graph.world.actors import Firm
from firmgraph.graph.world.cases import plant
from firmgraph.graph.world.economy import Economy
from firmgraph.graph.world.history import Month, Past, live
from firmgraph.graph.world.history_rows import came_on, past_of


@dataclass(frozen=True, slots=True)
class Client:
    """A client of a world with a history, and what the generator knows of it."""

    firm: Firm
    past: Past

    def futures(self, end: date, months: int, draws: int) -> Iterator[list[Month]]:
        """Yield the months after a month's end, drawn anew so many times; the same whenever asked."""
        places = {month.end: place for place, month in enumerate(self.past.months)}
        now, rng = places[end], Random(f"{self.firm.number}:{end}")
        ends = [month.end for month in self.past.months[now + 1 : now + 1 + months]]
        for _ in range(draws):
            yield list(live(rng, self.past.habits, self.past.burden, ends, self.past.months[now]))


def clients_lived(firms: int, seed: int, months: int) -> Iterator[Client]:
    """Yield the clients with a history of the world that `write_world` writes for the same numbers."""
    economy = Economy(seed, firms - len(plant().firms))
    for index in range(economy.count):
        sheet, firm = economy.rows(index), economy.firm(index)
        came = came_on(sheet)
        past = past_of(sheet, firm, Random(f"{seed}:history:{firm.number}"), came, months) if came else None
        if past:
            yield Client(firm, past)
