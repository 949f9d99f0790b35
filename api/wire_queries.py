"""The bodies of named queries, as OpenAPI describes them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from firmgraph.api.wire import Body, Stamped


class QueryParameter(Body):
    """A parameter of a named query; without a default it must be given."""

    name: str
    type: Literal["text", "int", "date"]
    default: str | None


class Query(Body):
    """A named query: its titles in Chinese and English, and its parameters."""

    name: str
    title: str
    title_en: str
    parameters: list[QueryParameter]


class Queries(Body):
    """The named queries there are."""

    queries: list[Query]


class QueryRows(Stamped):
    """Rows of a named query, `limit` from `offset` on; `next_offset` is the offset of the next, None at the end."""

    query: str
    title: str
    title_en: str
    parameters: dict[str, Any]
    rows: Annotated[list[dict[str, Any]], Field(description="Shares and money are decimal text.")]
    truncated: bool
    next_offset: int | None
