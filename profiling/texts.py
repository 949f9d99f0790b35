"""Which columns of a firm's records are text, and those texts ready for reading (rows 4-04, 4-05)."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.records import KINDS
from firmgraph.nlp.text import Source, Text
from firmgraph.profiling.facts import Facts, fact_rules, says_by

_FILE = Path(__file__).parent / "data" / "texts.yaml"
_SOURCES: Mapping[str, Source] = {source: source for source in get_args(Source)}


@cache
def text_columns() -> Mapping[str, Any]:
    """The table of text columns by record kind."""
    table: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["kinds"]
    return table


def texts_of(facts: Facts) -> list[Text]:
    """Return the texts of all five sources in the order of the record kinds' table, then of the records."""
    return [
        text
        for kind, columns in text_columns().items()
        for record in facts.of(kind)
        if not columns.get("while_open") or facts.is_open(record)
        for text in _texts_of_record(record, facts.day)
    ]


def _texts_of_record(record: StoredRecord, today: str) -> Iterator[Text]:
    columns = text_columns()[record.kind]
    if not any(record.payload.get(column) for column in columns["read"]):
        return
    day = record.payload.get(fact_rules()["kinds"][record.kind].get("day", ""))
    for column in (*columns["read"], *columns.get("guard", ())):
        if record.payload.get(column) and says_by(record, column, today):
            yield Text(record.record_id, _SOURCES[KINDS[record.kind].group], column, day, str(record.payload[column]))
