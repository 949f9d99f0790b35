"""What routes depend on, each declared once: the store, the moment asked about, page limits, checked texts.

What only looks at the request is a coroutine, for every plain function takes a turn in the pool of threads.
"""

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from firmgraph.api.body import is_whole_text
from firmgraph.api.held_store import HeldStore
from firmgraph.api.moments import read_moment
from firmgraph.api.officer.desk import Desk
from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.packs import pack_by_id


async def held_store(request: Request) -> HeldStore:
    """Return what holds the app's store."""
    held: HeldStore = request.app.state.store
    return held


def open_store_of(held: Annotated[HeldStore, Depends(held_store)]) -> GraphStore:
    """Return the app's store; raise StoreUnavailable while it cannot be opened."""
    return held.get()


async def moment(
    as_of: Annotated[
        str | None, Query(max_length=10, description="What was true on this day, YYYY-MM-DD; else today.")
    ] = None,
    known_at: Annotated[
        str | None,
        Query(
            max_length=40, description="From what had been loaded by then: a day or an ISO timestamp in UTC; else now."
        ),
    ] = None,
) -> Moment:
    """Return the moment a question asks about."""
    return read_moment(as_of, known_at)


async def chosen_packs(
    pack: Annotated[
        list[Annotated[str, StringConstraints(max_length=60)]] | None,
        Query(max_length=20, description="Rule pack to use in place of its family's in force; may be repeated."),
    ] = None,
) -> tuple[str, ...]:
    """Return the rule packs a question chooses."""
    for one in pack or ():
        pack_by_id(one)
    return tuple(pack or ())


def officer_desk(
    held: Annotated[HeldStore, Depends(held_store)],
    at: Annotated[Moment, Depends(moment)],
    packs: Annotated[tuple[str, ...], Depends(chosen_packs)],
) -> Desk:
    """Return where an officer's question is put."""
    return Desk(held.get(), held.keeper(), at, packs)


def _clean(text: str) -> str:
    # U+FFFD is what broken percent-encoding decodes to; no name or id holds it.
    if not is_whole_text(text) or "\ufffd" in text or not text.isprintable():
        raise PydanticCustomError("bad_text", "a text holds no control characters and is percent-encoded UTF-8")
    if not text.strip():
        raise PydanticCustomError("string_too_short", "a text of at least one character")
    return text.strip()


Clean = AfterValidator(_clean)
Store = Annotated[GraphStore, Depends(open_store_of)]
OfficerDesk = Annotated[Desk, Depends(officer_desk)]
Held = Annotated[HeldStore, Depends(held_store)]
ChosenPacks = Annotated[tuple[str, ...], Depends(chosen_packs)]
At = Annotated[Moment, Depends(moment)]
NodeId = Annotated[
    str, Path(min_length=1, max_length=300, description="A node id, a code, or an exact unique name."), Clean
]
DecisionId = Annotated[str, Path(min_length=1, max_length=300, description="The decision_id of a match answer."), Clean]
RecordId = Annotated[str, Path(min_length=1, max_length=300, description="A record id from a list of evidence."), Clean]
Words = Annotated[str, Query(min_length=1, max_length=200, description="A code, a name, or any part of a name."), Clean]
Since = Annotated[str, Query(max_length=10, description="First day looked at, YYYY-MM-DD.")]
Until = Annotated[str, Query(max_length=10, description="Last day looked at, YYYY-MM-DD.")]
Cursor = Annotated[str | None, Query(max_length=500, description="next_cursor of the page before.")]
PageLimit = Annotated[int, Query(ge=1, le=200, description="Most items on a page.")]
