"""Rows of records sent in a request: read like those of a file, good ones appended together, bad ones told."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from firmgraph.errors import NotFound
from firmgraph.graph.files.headers import header_key, known_headers
from firmgraph.graph.files.rows import BadRow, read_object
from firmgraph.graph.normal import dates
from firmgraph.graph.prepared import DEFAULT_SOURCE, Heading, Prepared
from firmgraph.graph.records import KINDS, column_type
from firmgraph.graph.store import GraphStore

MOST_ROWS = 1000
LONGEST_ID = 200
_CELLS = (str, int, float, bool)
_TROUBLE = {
    "cell_form": "a cell is a text, a number, true, false or null; in a list column, a list of these",
    "id_too_long": f"a record id or source has at most {LONGEST_ID} characters",
}


class NewRecords(BaseModel):
    """Rows with English or Chinese column names; `source` and `observed_at` hold for rows that do not say."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\s:@]+$")] = DEFAULT_SOURCE
    observed_at: Annotated[str, Field(max_length=10), AfterValidator(dates.day)] | None = None
    rows: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ROWS)]


class BadRowTold(BaseModel):
    """A row that cannot be a record: its place in `rows` (from 0), the column, and a stable reason code."""

    row: int
    column: str
    code: str
    message: str


class RecordsReport(BaseModel):
    """What became of the rows; the good ones were committed together."""

    kind: str
    rows: int
    new: int
    changed: int
    unchanged: int
    quarantined: int
    reasons: dict[str, int]
    bad: list[BadRowTold]
    version: int


def take_in(store: GraphStore, kind: str, sent: NewRecords) -> dict[str, Any]:
    """Append the good rows of a request atomically and return the report; raise NotFound for an unknown kind."""
    if kind not in KINDS:
        raise NotFound("there is no such kind of record", field="kind", known=sorted(KINDS))
    heading = Heading(sent.source, sent.observed_at)
    read = [_read(kind, number, row, heading) for number, row in enumerate(sent.rows)]
    bad = [found for found in read if isinstance(found, BadRow)]
    done = store.append([found for found in read if not isinstance(found, BadRow)])
    report = RecordsReport(
        kind=kind,
        rows=len(read),
        new=done.new,
        changed=done.changed,
        unchanged=done.unchanged,
        quarantined=len(bad),
        reasons=dict(sorted(Counter(found.code for found in bad).items())),
        bad=[BadRowTold(row=found.line, column=found.column, code=found.code, message=found.message) for found in bad],
        version=done.version,
    )
    return report.model_dump()


def _read(kind: str, number: int, row: dict[str, Any], heading: Heading) -> Prepared | BadRow:
    found = _trouble(kind, row)
    if found is not None:
        column, code = found
        return BadRow(number, column, code, _TROUBLE[code], "", {})
    return read_object(kind, number, row, heading)


def _trouble(kind: str, row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the column and code of a cell that no file could hold; None when there is none."""
    known = known_headers(kind)
    for header, value in row.items():
        column = known.get(header_key(header), "")
        if not _fits(_type_name(kind, column), value):
            return column, "cell_form"
        if column in ("record_id", "source") and len(str(value)) > LONGEST_ID:
            return column, "id_too_long"
    return None


def _type_name(kind: str, column: str) -> str:
    info = KINDS[kind].model_fields.get(column)
    return column_type(info).name if info is not None else "unknown"


def _fits(type_name: str, value: Any) -> bool:
    if isinstance(value, list) and type_name in ("list", "unknown"):
        return all(item is None or isinstance(item, _CELLS) for item in value)
    return value is None or isinstance(value, _CELLS) or type_name == "rules"
