"""The portrait of an enterprise as users ask for it: as a body, against another day, and as a report."""

from dataclasses import dataclass
from typing import Any, Literal

import orjson

from firmgraph.api.answers import find_organisation
from firmgraph.api.moments import read_day
from firmgraph.api.officer.desk import Desk, check_chosen
from firmgraph.graph.elements import Moment
from firmgraph.profiling.kept import shelf_of
from firmgraph.profiling.portrait import Portrait, draw_portrait
from firmgraph.profiling.portrait_diff import difference
from firmgraph.profiling.portrait_text import portrait_markdown
from firmgraph.profiling.report.page import portrait_page

Form = Literal["md", "html"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A portrait and its body; compared with another day, the body holds the `difference`."""

    portrait: Portrait
    body: dict[str, Any]

    def report(self, form: Form) -> str:
        """Return the portrait as a report: Markdown, or a page for printing."""
        written = portrait_markdown if form == "md" else portrait_page
        return written(self.body, self.portrait.equity)


def portrait(desk: Desk, text: str, against: str | None = None) -> Drawn:
    """Return the portrait of an enterprise; with `against` (a day), also what changed between the two days.

    Raises InvalidInput for a day that is none, and for a chosen pack that a portrait does not use on its day.
    """
    other = None if against is None else read_day(against, "against")
    subject = find_organisation(desk.store, text, desk.at).node.id
    drawn = _drawn(desk, subject, desk.at)
    body = drawn.wire()
    if other is not None:
        body["difference"] = difference(_drawn(desk, subject, Moment(other, desk.at.known_at)), drawn).wire()
    return Drawn(drawn, body)


def portrait_json(desk: Desk, text: str, against: str | None = None) -> bytes:
    """Return the body of a portrait as JSON; asked again of the same data, it is the one that was kept."""
    key = ("portrait", text, against, desk.at, desk.at.day, desk.packs)
    return shelf_of(desk.store).kept(key, lambda: orjson.dumps(portrait(desk, text, against).body, default=str))


def _drawn(desk: Desk, subject: str, at: Moment) -> Portrait:
    found = draw_portrait(desk.store, subject, at, keeper=desk.keeper, chosen=desk.packs)
    check_chosen(desk.packs, found.packs, found.facts.day)
    return found
