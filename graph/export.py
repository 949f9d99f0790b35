"""The graph written out as JSONL, CSV or GraphML: the same records give the same bytes from every store.

Times of loading and counters are never written, so that a resumed load exports like an uninterrupted one. Shares leave
as decimal text of a fraction, money as the text it is kept as, lists as JSON.
"""

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import orjson

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.ontology import Property, ontology
from firmgraph.graph.store import GraphStore

Elements = Iterable[Node | Relation]

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = ("element", "id", "kind", "start", "end", "discriminator", "valid_from", "valid_to")
_GRAPHML_TYPES = {"int": "long", "number": "double", "share": "double", "flag": "boolean"}
_GRAPHML_SPACE = "http://graphml.graphdrawing.org/xmlns"


def write_export(store: GraphStore, form: str, out: IO[bytes]) -> int:
    """Write the graph of a store in a format (jsonl, csv, graphml) and return how many nodes and relations it has."""
    if form not in _FORMATS:
        raise InvalidInput(f"an export format is one of {', '.join(_FORMATS)}", field="format")
    count = 0
    for count, line in enumerate(_FORMATS[form](store.stream()), 1):  # noqa: B007
        out.write(line)
    out.flush()
    return count - _FRAMES[form]


def export_to(store: GraphStore, form: str, path: Path) -> int:
    """Write the graph to a file, which appears only when it is whole; return how many nodes and relations it has."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            partial = Path(file.name)
            try:
                count = write_export(store, form, file)
                partial.chmod(0o644)
                os.replace(partial, path)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableFile(f"cannot write {path}: {error.strerror}", field="out") from None
    return count


def graph_hash(store: GraphStore) -> str:
    """Return the SHA-256 of the canonical JSONL: equal graphs have equal hashes, on every store."""
    digest = hashlib.sha256()
    for line in jsonl_lines(store.stream()):
        digest.update(line)
    return digest.hexdigest()


def jsonl_lines(elements: Elements) -> Iterator[bytes]:
    """Yield one canonical JSON object a line: keys sorted, no spaces, UTF-8."""
    for element in elements:
        yield orjson.dumps(_body(element), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def csv_lines(elements: Elements) -> Iterator[bytes]:
    """Yield the rows of one table for Excel (UTF-8 with a mark), a column for every property; no text is a formula."""
    names = sorted(property_types())
    columns = (*_HEAD, *(name for name in names if name not in _HEAD), *(f"{name}_" for name in names if name in _HEAD))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    yield "\ufeff".encode() + _taken(buffer)
    for element in elements:
        body = _body(element)
        own = {f"{name}_" if name in _HEAD else name: value for name, value in body.pop("properties").items()}
        writer.writerow([_cell(body.get(name, own.get(name))) for name in columns])
        yield _taken(buffer)


def graphml_lines(elements: Elements) -> Iterator[bytes]:
    """Yield a GraphML document, one element at a time; keys are declared from the ontology."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_GRAPHML_SPACE}">\n'.encode() + b"".join(_keys())
    for element in elements:
        yield _graphml_element(element)
    yield b"</graph>\n</graphml>\n"


@cache
def property_types() -> Mapping[str, str]:
    """Return the type of each property name of nodes and relations; text where kinds differ."""
    found: dict[str, str] = {}
    known = ontology()
    described: list[Mapping[str, Property]] = [kind.properties for kind in known.nodes.values()]
    described += [kind.properties for kind in known.relations.values()]
    for properties in described:
        for name, one in properties.items():
            found[name] = one.type if found.get(name, one.type) == one.type else "text"
    return found


def _body(element: Node | Relation) -> dict[str, Any]:
    known = ontology()
    described = (known.nodes if isinstance(element, Node) else known.relations)[element.kind].properties
    properties = {name: _plain(described[name].type, value) for name, value in element.properties.items()}
    own = {"id": element.id, "kind": element.kind, "properties": properties}
    if isinstance(element, Node):
        return {"element": "node", **own}
    named = ("start", "end", "discriminator", "valid_from", "valid_to")
    return {"element": "relation", **own, **{name: getattr(element, name) for name in named}}


def _plain(type_name: str, value: Any) -> Any:
    if type_name == "share" and isinstance(value, int):
        return share_text(value)
    return str(value) if type_name == "money" and value is not None else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, dict)):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return "" if value is None else str(value)


def _cell(value: Any) -> str:
    """Return a cell that no spreadsheet reads as a formula: such text gets an apostrophe in front, numbers stay."""
    text = _text(value)
    return f"'{text}" if _FORMULA.match(text.lstrip(" \n")) and not _NUMBER.fullmatch(text) else text


def _taken(buffer: io.StringIO) -> bytes:
    line = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return line


def _keys() -> Iterator[bytes]:
    for end, names in (("node", ["kind"]), ("edge", ["kind", *_HEAD[5:]])):
        for name in names:
            yield _key(f"{end}.{name}", end, f"_{name}", "string")
        for name, type_name in sorted(property_types().items()):
            yield _key(f"{end}.p.{name}", end, name, _GRAPHML_TYPES.get(type_name, "string"))
    yield b'<graph id="firmgraph" edgedefault="directed">\n'


def _key(key_id: str, end: str, name: str, type_name: str) -> bytes:
    made = ElementTree.Element("key", {"id": key_id, "for": end, "attr.name": name, "attr.type": type_name})
    return ElementTree.tostring(made) + b"\n"


def _graphml_element(element: Node | Relation) -> bytes:
    body = _body(element)
    end = "node" if isinstance(element, Node) else "edge"
    places = {} if isinstance(element, Node) else {"source": _xml(element.start), "target": _xml(element.end)}
    made = ElementTree.Element(end, {"id": _xml(element.id), **places})
    own = {f"p.{name}": value for name, value in sorted(body["properties"].items())}
    for name, value in ({name: body.get(name) for name in ("kind", *_HEAD[5:])} | own).items():
        if value not in (None, ""):
            ElementTree.SubElement(made, "data", {"key": f"{end}.{name}"}).text = _xml(_text(value))
    return ElementTree.tostring(made, encoding="unicode").encode() + b"\n"


def _xml(text: str) -> str:
    """Return a text with the characters XML cannot carry replaced."""
    return _NOT_XML.sub("\ufffd", text)


_FORMATS: Mapping[str, Callable[[Elements], Iterator[bytes]]] = {
    "jsonl": jsonl_lines,
    "csv": csv_lines,
    "graphml": graphml_lines,
}
_FRAMES = {"jsonl": 0, "csv": 1, "graphml": 2}
