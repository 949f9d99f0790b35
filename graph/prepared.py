"""A record made ready for a store: identified, hashed, serialised, and with what it says already read."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import orjson

from firmgraph.graph.normal.identifiers import mask_persons
from firmgraph.graph.normal.text import writable
from firmgraph.graph.packed import pack
from firmgraph.graph.references import digest, relation_id
from firmgraph.graph.statements import Said, statements_of

DEFAULT_SOURCE = "unstated"


class PreparedNode(NamedTuple):
    """A statement about a node, its properties serialised."""

    ref: str
    kind: str
    properties: str
    subject: bool
    claims: tuple[str, ...]
    region: str


class PreparedRelation(NamedTuple):
    """A statement about a relation, its properties serialised; `element` is its id when both ends mean what they
    say.
    """

    element: str
    kind: str
    start: str
    end: str
    discriminator: str
    properties: str
    valid_from: str | None
    valid_to: str | None


class Prepared(NamedTuple):
    """A normalised record with its statements; `uid` is `record_id`, plus `@` and the content's hash where the source
    has own keys.
    """

    uid: str
    record_id: str
    kind: str
    source: str
    observed_at: str
    payload: str
    received: str
    nodes: list[PreparedNode]
    relations: list[PreparedRelation]


class Heading(NamedTuple):
    """What holds for every row of a file unless the row says otherwise: its source and day of observation."""

    source: str = DEFAULT_SOURCE
    observed_at: str | None = None


def prepare(kind: str, row: Any, received: Mapping[str, Any], heading: Heading) -> Prepared:
    """Return the record of a validated row, ready to be appended.

    The content hash leaves out source, record id and day of observation, so that the same row seen twice is one record.
    """
    payload = row.payload()
    source = row.source or heading.source
    text = orjson.dumps(payload, option=orjson.OPT_SORT_KEYS).decode()
    content = digest(kind, text, size=10)
    record_id = f"{source}:{row.record_id}" if row.record_id else f"{source}:{content}"
    uid = f"{record_id}@{content[:10]}" if row.record_id else record_id
    said = statements_of(kind, payload, source, record_id)
    return Prepared(
        uid,
        record_id,
        kind,
        source,
        row.observed_at or heading.observed_at or date.today().isoformat(),
        text,
        mask_persons(_json(received)),
        prepared_nodes(said),
        prepared_relations(said),
    )


def prepared_nodes(said: Said) -> list[PreparedNode]:
    """Return the node statements of a record, serialised."""
    return [
        PreparedNode(ref, kind, pack(own), subject, claims, region)
        for ref, kind, own, subject, claims, region in said.nodes
    ]


def prepared_relations(said: Said) -> list[PreparedRelation]:
    """Return the relation statements of a record, serialised."""
    return [
        PreparedRelation(
            relation_id(kind, start, end, told_apart), kind, start, end, told_apart, pack(own), since, until
        )
        for kind, start, end, told_apart, own, since, until in said.relations
    ]


def _json(received: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(received, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, UnicodeEncodeError):
        return orjson.dumps({writable(str(k)): writable(str(v)) for k, v in received.items()}).decode()
