"""Properties and columns in the form that leaves firmgraph: shares and money as decimal text, JSON as JSON."""

from collections.abc import Mapping
from typing import Any

import orjson

from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.ontology import ontology
from firmgraph.graph.records import KINDS, column_type


def dress(kind: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a node or relation kind as answers show them, told by the ontology's types."""
    known = ontology()
    described = known.nodes[kind] if kind in known.nodes else known.relations[kind]
    types = {name: found.type for name, found in described.properties.items()}
    return {name: dress_value(types.get(name, "text"), value) for name, value in properties.items()}


def dress_columns(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a record as answers show them, told by the record kind's column types."""
    types = {name: column_type(info).name for name, info in KINDS[kind].model_fields.items()}
    return {name: dress_value(types.get(name, "text"), value) for name, value in payload.items()}


def dress_value(type_name: str, value: Any) -> Any:
    """Return one value: shares of 1e-8 parts as text of a fraction, money as text, JSON as its content."""
    if type_name == "share" and isinstance(value, int):
        return share_text(value)
    if type_name == "money" and value is not None:
        return str(value)
    if type_name == "json" and isinstance(value, str):
        return orjson.loads(value)
    return value
