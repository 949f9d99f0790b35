"""Headers of files: which column of a record kind each one means, in English, Chinese or a known alias."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from firmgraph.errors import InvalidInput
from firmgraph.graph.normal.text import without_spaces
from firmgraph.graph.records import KINDS, column_type


def header_key(header: str) -> str:
    """Return the form under which headers are compared."""
    return without_spaces(header).lower().rstrip("*")


@cache
def known_headers(kind: str) -> Mapping[str, str]:
    """Return every header a kind understands and the column it means; a party column brings its 证件号 and 主体类型."""
    found: dict[str, str] = {}
    for name, info in KINDS[kind].model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        titles = [name, str(extra.get("title", name)), *map(str, extra.get("aliases", ()) or ())]  # type: ignore[arg-type]
        for title in titles:
            found.setdefault(header_key(title), name)
        if column_type(info).party:
            for title in titles:
                for ending, companion in (("_id", "_id"), ("证件号", "_id"), ("_kind", "_kind"), ("主体类型", "_kind")):
                    found.setdefault(header_key(title + ending), name + companion)
    return found


def required_columns(kind: str) -> list[str]:
    """Return the columns a kind cannot do without."""
    return [name for name, info in KINDS[kind].model_fields.items() if info.is_required()]


def read_headers(kind: str, headers: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return header -> column for the known headers, and the unknown ones; refuse two headers for one column."""
    known = known_headers(kind)
    columns: dict[str, str] = {}
    unknown: list[str] = []
    for header in headers:
        column = known.get(header_key(header))
        if column is None:
            unknown.append(header)
        elif column in columns.values():
            raise InvalidInput(f"two headers mean the column {column}: keep one of them", field=column)
        else:
            columns[header] = column
    return columns, [h for h in unknown if h]


def check_required(kind: str, columns: Iterable[str]) -> None:
    """Refuse a table that lacks a column its kind cannot do without, naming it in both languages."""
    given = set(columns)
    missing = [n for n in required_columns(kind) if n not in given and f"{n}_id" not in given]
    if missing:
        fields = KINDS[kind].model_fields
        shown = ", ".join(f"{n.rstrip('_')} ({fields[n].title})" for n in missing)
        raise InvalidInput(
            f"missing columns for {kind}: {shown}; rename the headers or give --mapping", field=missing[0]
        )


def kind_of_name(path: Path) -> str | None:
    """Return the record kind a file's name says, such as registration.csv or 工商登记.xlsx."""
    stem = path.name.split(".", 1)[0]
    titles = {model.title: kind for kind, model in KINDS.items()}
    return stem if stem in KINDS else titles.get(stem)


def kind_of_headers(headers: Sequence[str]) -> str | None:
    """Return the one record kind that knows most of these headers and misses none it needs; None when two do equally
    well.
    """
    scores: list[tuple[int, str]] = []
    for kind in KINDS:
        columns = {known_headers(kind).get(header_key(h)) for h in headers} - {None}
        if all(n in columns or f"{n}_id" in columns for n in required_columns(kind)):
            scores.append((len(columns), kind))
    scores.sort(reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]
