"""The public functions of the package nlp, found by walking it, each made to read one text."""

import atexit
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

import orjson

import firmgraph.nlp
from firmgraph.nlp.book import Dossier
from firmgraph.nlp.document import Document, read_document
from firmgraph.nlp.industry.items import Item, scope_items
from firmgraph.nlp.keywords.candidates import Candidate, Reading, candidates, read
from firmgraph.nlp.keywords.words import Mention, word_mentions
from firmgraph.nlp.litigation.days import find_days
from firmgraph.nlp.litigation.judgment import Amount, DocumentKind, Found, Judgment, Party
from firmgraph.nlp.litigation.reading import read_judgment
from firmgraph.nlp.litigation.sections import Sections, find_sections
from firmgraph.nlp.names.index import FirmName, NameIndex
from firmgraph.nlp.names.persons import PersonMention
from firmgraph.nlp.segment import Segmenter, default_segmenter
from firmgraph.nlp.structured import FieldRecord
from firmgraph.nlp.terms import TermIndex
from firmgraph.nlp.text import Text, normal_form

Reads = Callable[[str], Any]
Prepares = Callable[[str], Callable[[], Any]]
DAY = date(2025, 6, 30)

NOT_OF_TEXT = {
    "any_of": "compiles expressions of our own rules",
    "any_word": "compiles words of our own rules",
    "count_documents": "trains",
    "f1": "a measure of quality",
    "pattern": "compiles an expression of our own rules",
}
"""Functions that take text, but never that of others, by name, with the reason."""


def _text(text: str) -> Text:
    return Text("r", "litigation", "text", "2024-01-31", text)


def _texts(text: str) -> list[Text]:
    return [Text("r", "registration", "scope", None, text), _text(text)]


def _reading(text: str) -> Reading:
    return read(_text(text), _text(text), default_segmenter())


def _document(text: str) -> Document:
    return read_document(_text(text), default_segmenter())


def _record(text: str) -> FieldRecord:
    values = dict.fromkeys(("grade", "kind", "status", "scope", "name", "item", "reason", "role", "closed"), text)
    return FieldRecord("r", "tax_credit", "registration", None, values)


def _file(text: str) -> Path:
    """A file that holds a text, in place of the last one."""
    path = _folder() / "text"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


@cache
def _folder() -> Path:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _line(text: str) -> bytes:
    return orjson.dumps({"id": "1", "text": text.encode("utf-8", "replace").decode()})


def _person(text: str) -> PersonMention:
    return PersonMention(text[:100], *[frozenset({text, text[::2]})] * 4)


MAKERS: Mapping[Any, Reads] = {
    str: str,
    str | None: str,
    Text: _text,
    Text | None: _text,
    Sequence[Text]: _texts,
    Iterable[Text]: _texts,
    Iterable[str]: lambda text: [text, text[::-1]],
    Sequence[str]: lambda text: default_segmenter().words(text),
    Collection[str]: lambda text: {text},
    Iterable[tuple[Text, Text | None]]: lambda text: [(_text(text[::2]), None), (_text(text[1::2]), _text(text[:9]))],
    Segmenter: lambda _: default_segmenter(),
    Reading: _reading,
    Sequence[Candidate]: lambda text: candidates(_reading(text)),
    Sequence[Mention]: lambda text: word_mentions([_document(text)]),
    Iterable[Document]: lambda text: [_document(text)],
    Item: lambda text: [*scope_items(text), *scope_items("销售日用百货")][0],
    Judgment: read_judgment,
    Sections: lambda text: find_sections(normal_form(text)),
    Sequence[Party]: lambda text: read_judgment(text).parties,
    Collection[Party]: lambda text: read_judgment(text).parties,
    tuple[Amount, ...]: lambda text: read_judgment(text).amounts,
    DocumentKind | None: lambda _: "judgment",
    list[Found[date]]: lambda text: list(find_days(normal_form(text))),
    int: len,
    int | None: len,
    date | None: lambda _: DAY,
    Sequence[FieldRecord]: lambda text: [_record(text)],
    PersonMention: _person,
    Path: _file,
    Iterable[Path]: lambda text: [_file(text)],
    Sequence[Path]: lambda text: [_file(text)],
    Iterable[bytes]: lambda text: [text.encode("utf-8", "surrogatepass"), _line(text)],
    Iterable[Dossier]: lambda text: [Dossier("r", _texts(text), [_record(text)])],
    Mapping[str, Mapping[str, float]]: lambda text: {text: {text: 1.0, "a": 0.5}, "1": {"a": 0.25}},
    tuple[tuple[int, int], ...]: lambda text: ((0, len(text)),),
}


def _match(text: str) -> Any:
    index = NameIndex([FirmName(text, "1"), FirmName("甲乙丙科技有限公司", "2"), FirmName(f"北京{text}有限公司", "3")])
    return [index.match(text), index.match(text[: len(text) // 2], at=DAY)]


METHODS: Mapping[str, Reads] = {
    "names.index.NameIndex.match": _match,
    "terms.TermIndex.find": lambda text: list(TermIndex([text[:20], "公司", "a"]).find(text)),
    "segment.Segmenter.words": lambda text: default_segmenter().words(text),
    "segment.Segmenter.pos": lambda text: default_segmenter().pos(text),
}
"""What is public in classes, made to read one text."""


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each public function of the package nlp that takes anything, with its name within the package."""
    for module in pkgutil.walk_packages(firmgraph.nlp.__path__, "firmgraph.nlp."):
        for name, value in sorted(vars(importlib.import_module(module.name)).items()):
            own = not name.startswith("_") and getattr(value, "__module__", None) == module.name
            if own and inspect.isfunction(inspect.unwrap(value)) and inspect.signature(value).parameters:
                yield f"{module.name.removeprefix('firmgraph.nlp.')}.{name}", value


@cache
def reading_functions() -> Mapping[str, Prepares]:
    """The functions and methods that read text of others, by name, each made ready to be called for one text.

    Steps that take what only this package makes (a model, a pair of candidates) are reached by those that read text.
    """
    named = ((name, function) for name, function in public_functions() if name.split(".")[-1] not in NOT_OF_TEXT)
    found = {name: _reads(function, needed) for name, function in named if (needed := _needed(function)) is not None}
    methods = {name: _reads(method, {"text": str}) for name, method in METHODS.items()}
    return dict(sorted({**found, **methods}.items()))


def _needed(function: Callable[..., Any]) -> Mapping[str, Reads] | None:
    """What makes each parameter that a function must have, and texts and days it may have; None if one is unknown."""
    hints = get_type_hints(inspect.unwrap(function))
    makers: dict[str, Reads] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is inspect.Parameter.empty or hints[name] in (Path, str | None, date | None, Text | None):
            if hints[name] not in MAKERS:
                return None
            makers[name] = normal_form if name == "normal" else MAKERS[hints[name]]
    return makers or None


def _reads(function: Callable[..., Any], needed: Mapping[str, Reads]) -> Prepares:
    return lambda text: partial(function, **{name: make(text) for name, make in needed.items()})


def within(found: Any) -> Iterator[Any]:
    """Yield what a function gave and all within it, but for the documents that mentions stand in."""
    yield found
    inner: Iterable[Any] = ()
    if isinstance(found, Mapping):
        inner = found.values()
    elif isinstance(found, Iterable) and not isinstance(found, str | bytes):
        inner = found
    elif is_dataclass(found) and not isinstance(found, type | Document):
        inner = (getattr(found, field.name) for field in fields(found))
    for one in inner:
        yield from within(one)


def places(found: Any) -> Iterator[tuple[int, int]]:
    """Yield each place [start, end) in what a function gave."""
    for one in within(found):
        start, end = getattr(one, "start", None), getattr(one, "end", None)
        if isinstance(start, int) and isinstance(end, int):
            yield start, end
