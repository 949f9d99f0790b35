"""The match of many requests of a store: a book of each day among so many of them at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from firmgraph.errors import Ambiguous, InvalidInput, NotFound
from firmgraph.graph.elements import Moment
from firmgraph.packs import pack_by_id
from firmgraph.profiling.asker import Unread, asker_of
from firmgraph.profiling.assessment import Rules, rules_at
from firmgraph.profiling.bulk.book_match import match_book
from firmgraph.profiling.bulk.book_reading import read_book
from firmgraph.profiling.bulk.line import Pair
from firmgraph.profiling.bulk.told import Told
from firmgraph.profiling.catalogue import Catalogue, read_catalogue
from firmgraph.profiling.classes import classify
from firmgraph.profiling.match import GATE_FAILED
from firmgraph.profiling.request import MatchRequest
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.verdict import Verdict

AT_ONCE = 1000
AtFault = InvalidInput | Ambiguous | NotFound
Answered = Told | AtFault


def match_all(sight: Sight, requests: Iterable[MatchRequest], packs: tuple[str, ...] = ()) -> Iterator[Answered]:
    """Yield what is told of each request, in their order, or the error that the match of it alone raises.

    The moment is that of the sight unless a request tells its own day. Raises NotFound for a pack there is not.
    """
    for pack in packs:
        pack_by_id(pack)
    waiting = iter(requests)
    while some := list(islice(waiting, AT_ONCE)):
        yield from _matched(sight, some, packs)


@dataclass(frozen=True)
class _Day:
    """One moment of the store with the rules and the catalogue in force."""

    sight: Sight
    rules: Rules
    catalogue: Catalogue
    packs: tuple[str, ...]

    def answers(self, requests: dict[int, MatchRequest]) -> Iterator[tuple[int, Answered]]:
        """Yield what is told of some requests of the day, by their place."""
        pairs: dict[int, Pair] = {}
        for place, request in requests.items():
            found = self._read(request)
            if isinstance(found, Pair):
                pairs[place] = found
            else:
                yield place, found
        if pairs:
            told = match_book(read_book(list(pairs.values())), self.catalogue)
            yield from zip(pairs, told, strict=True)

    def _read(self, request: MatchRequest) -> Pair | Answered:
        try:
            found = asker_of(request, self.sight, self.rules, self.packs)
        except (InvalidInput, Ambiguous, NotFound) as error:
            return error
        if isinstance(found, Unread):
            dropped = tuple((own.id, GATE_FAILED) for own in classify(self.catalogue.products))
            return Told((), dropped, tuple(gate.name for gate in found.gates if gate.verdict is Verdict.FAIL))
        return Pair(found, request)


def _matched(sight: Sight, requests: list[MatchRequest], packs: tuple[str, ...]) -> Iterator[Answered]:
    days = defaultdict[str, dict[int, MatchRequest]](dict)
    for place, request in enumerate(requests):
        days[request.as_of or sight.at.day][place] = request
    found: dict[int, Answered] = {}
    for day, own in days.items():
        at = Moment(day, sight.at.known_at)
        one = _Day(Sight(sight.store, at, sight.keeper), rules_at(day, packs), read_catalogue(sight.store, at), packs)
        found.update(one.answers(own))
    return (found[place] for place in range(len(requests)))
