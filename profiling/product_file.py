"""Product files: YAML, or any table of products, read whole or refused with the line and the reason.

Nothing of a file with a fault is loaded, so that what was in force stays in force. A product keeps its record through
all files of one source: a later file changes it, and leaves alone the products it does not name.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import yaml

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.graph.files.formats import open_table
from firmgraph.graph.files.headers import read_headers
from firmgraph.graph.files.rows import BadRow, read_object
from firmgraph.graph.prepared import Heading, Prepared
from firmgraph.graph.store import Committed, GraphStore
from firmgraph.profiling.conditions import KEYS, condition_of
from firmgraph.profiling.conditions_judged import check_condition

YAML_ENDINGS = frozenset({".yaml", ".yml"})
_UNSTATED = Heading()
_Row = tuple[int, Mapping[str, Any]]


def load_products(store: GraphStore, path: Path, heading: Heading = _UNSTATED) -> Committed:
    """Load a product file in one batch; raise InvalidInput or UnreadableFile, with nothing loaded, at any fault."""
    return store.append(read_products(path, heading))


def read_products(path: Path, heading: Heading = _UNSTATED) -> list[Prepared]:
    """Return the product records of a file; raise InvalidInput that names the line and the reason at the first fault.

    A YAML file is a list of products, or an object with `products` and what holds for all: `source`, `observed_at`.
    """
    if path.suffix.lower() in YAML_ENDINGS:
        shared, rows = _yaml_rows(path)
        heading = Heading(
            heading.source if heading.source != _UNSTATED.source else str(shared.get("source", _UNSTATED.source)),
            heading.observed_at or (str(shared["observed_at"]) if "observed_at" in shared else None),
        )
    else:
        rows = _table_rows(path)
    found: dict[str, Prepared] = {}
    for line, cells in rows:
        product_id, record = _record(path, line, cells, heading)
        if product_id in found:
            raise _fault(path, line, f"product_id: {product_id} stands in this file twice")
        found[product_id] = record
    if not found:
        raise UnreadableFile(f"{path.name} has no products: nothing to load", field="path")
    return list(found.values())


def _fault(path: Path, line: int, reason: str) -> InvalidInput:
    return InvalidInput(f"{path.name}, line {line}: {reason}; nothing was loaded", field="path")


def _record(path: Path, line: int, cells: Mapping[str, Any], heading: Heading) -> tuple[str, Prepared]:
    try:
        columns, unknown = read_headers("product", list(cells))
    except InvalidInput as error:
        raise _fault(path, line, error.detail) from None
    if unknown:
        raise _fault(path, line, f"no column of a product: {', '.join(unknown)}")
    row = {columns[header]: value for header, value in cells.items()}
    if row.get("product_id") and not row.get("record_id"):
        row["record_id"] = f"product-{row['product_id']}"
    found = read_object("product", line, row, heading)
    if isinstance(found, BadRow):
        raise _fault(path, line, f"{found.column or 'row'}: {found.message}")
    payload = orjson.loads(found.payload)
    for place, stated in enumerate(payload.get("conditions", ()), 1):
        _check(path, line, place, stated)
    return payload["product_id"], found


def _check(path: Path, line: int, place: int, stated: Mapping[str, Any]) -> None:
    strange = sorted(stated.keys() - KEYS)
    if strange:
        raise _fault(path, line, f"condition {place}: {', '.join(strange)} means nothing; there are: {_keys()}")
    try:
        check_condition(condition_of(stated))
    except InvalidInput as error:
        raise _fault(path, line, f"condition {place}: {error.detail}") from None


def _keys() -> str:
    return ", ".join(sorted(KEYS))


def _table_rows(path: Path) -> Iterator[_Row]:
    table = open_table(path)
    for row in table.rows:
        if row.wrong:
            raise _fault(path, row.line, "the row has not as many cells as the header, or is no JSON object")
        cells = dict(zip(table.headers, row.cells, strict=True)) if table.headers else dict(row.cells[0])
        yield row.line, {header: value for header, value in cells.items() if value not in (None, "")}


def _yaml_rows(path: Path) -> tuple[Mapping[str, Any], Iterator[_Row]]:
    if not path.is_file():
        raise UnreadableFile(f"{path.name}: there is no such file", field="path")
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path.name} is not UTF-8", field="path") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _fault(path, mark.line + 1 if mark else 1, f"not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise _fault(path, 1, f"not YAML: {' '.join(str(error).split())}") from None
    return _parts(path, loader, root)


def _parts(path: Path, loader: yaml.SafeLoader, root: yaml.Node | None) -> tuple[Mapping[str, Any], Iterator[_Row]]:
    shared: dict[str, Any] = {}
    items = root
    if isinstance(root, yaml.MappingNode):
        nodes = {key.value: value for key, value in root.value}
        items = nodes.pop("products", None)
        shared = {key: loader.construct_object(value, deep=True) for key, value in nodes.items()}
        strange = sorted(shared.keys() - {"source", "observed_at"})
        if strange:
            raise _fault(path, 1, f"{', '.join(strange)} means nothing beside products, source, observed_at")
    if not isinstance(items, yaml.SequenceNode):
        raise _fault(path, 1, "not a list of products")
    return shared, (_yaml_row(path, loader, item) for item in items.value)


def _yaml_row(path: Path, loader: yaml.SafeLoader, item: yaml.Node) -> _Row:
    line = item.start_mark.line + 1
    if not isinstance(item, yaml.MappingNode):
        raise _fault(path, line, "not a product: write product_id, name and so on, each with its value")
    seen: set[str] = set()
    for key, _ in item.value:
        if key.value in seen:
            raise _fault(path, key.start_mark.line + 1, f"{key.value} is stated twice")
        seen.add(key.value)
    try:
        return line, {str(key): value for key, value in loader.construct_mapping(item, deep=True).items()}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _fault(path, mark.line + 1 if mark else line, f"not YAML: {error.problem}") from None
