"""Prospects: what is predicted of each client, a page at a time, and who is beyond the threshold of the call."""

from typing import Any

from firmgraph.api.answers import stamp
from firmgraph.api.officer.desk import Desk
from firmgraph.errors import BadCursor
from firmgraph.graph.cursors import decode_cursor, encode_cursor
from firmgraph.packs import pack_for
from firmgraph.profiling.client_prospects import KIND, Prospect, client_prospects
from firmgraph.profiling.client_scores import cut_off
from firmgraph.profiling.kept import shelf_of
from firmgraph.profiling.models.in_use import models_in_use, named
from firmgraph.profiling.models.prospects import check_threshold, threshold_for

Body = dict[str, Any]


def prospects(desk: Desk, threshold: float | None = None, cursor: str | None = None, limit: int = 50) -> Body:
    """Return clients by predicted utilisation, the highest first, with the threshold, which is logged (row 2-07).

    Raises NotFound where no model of utilisation is in use, InvalidInput for a threshold outside 0 to 1.
    """
    pack = pack_for(KIND, desk.at.day, desk.packs)
    asked = threshold_for(pack, threshold)
    check_threshold(asked)
    models = models_in_use()
    key = (KIND, desk.at, desk.at.day)
    found: list[Prospect] = shelf_of(desk.store).kept(key, lambda: client_prospects(desk.store, desk.at, models))
    first = _first(cursor)
    bodies = [one.wire(asked) for one in found]
    model = models.of(KIND)
    return {
        "threshold": asked,
        "count": len(found),
        "potential": sum(body["potential"] for body in bodies),
        "items": bodies[first : first + limit],
        "next_cursor": encode_cursor((KIND, str(first + limit))) if first + limit < len(found) else None,
        "model": {"name": named(KIND), "version": model.version if model else None},
        "cut_off": cut_off(desk.at.day),
        "packs": [pack.id],
        **stamp(desk.store, desk.at),
    }


def _first(cursor: str | None) -> int:
    kind, place = decode_cursor(cursor)
    if cursor is None:
        return 0
    if kind != KIND or not place.isdecimal():
        raise BadCursor("this cursor was not given out by a page of this list", field="cursor")
    return int(place)
