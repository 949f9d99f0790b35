"""The tags of a whole book of firms, streamed: firms in, their tags out in the same order, by one or more processes."""

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import orjson

from firmgraph.errors import InvalidInput
from firmgraph.nlp.structured import FieldRecord
from firmgraph.nlp.tags import TagResult, tag_texts
from firmgraph.nlp.text import Text

FIRMS_AT_ONCE = 200
AHEAD = 3
"""So many batches a process are read ahead of what was taken; what is held in memory does not grow with the book."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is said of one firm: texts, and records whose fields say tags."""

    firm: str
    texts: Sequence[Text]
    records: Sequence[FieldRecord] = ()


Tagged = tuple[str, TagResult]


def read_book(lines: Iterable[bytes]) -> Iterator[Dossier]:
    """Yield the dossiers of a book in JSON lines; lines that follow each other with one id are one firm's.

    A line is an object with `id` and `text`, and if told `source` (else diligence), `field` (else text), `date`. One
    that is not raises InvalidInput with its number.
    """
    read = (_read_line(line, number) for number, line in enumerate(lines, 1) if line.strip())
    for firm, texts in groupby(read, itemgetter(0)):
        yield Dossier(firm, tuple(text for _, text in texts))


def _read_line(line: bytes, number: int) -> tuple[str, Text]:
    try:
        told: Any = orjson.loads(line)
        firm, said = told["id"], told["text"]
        text = Text(firm, told.get("source", "diligence"), told.get("field", "text"), told.get("date"), said)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"line {number} is not an object with id and text: {error}", field="file") from None
    except InvalidInput as error:
        raise InvalidInput(f"line {number}: {error.detail}", field=error.field) from None
    if not all(isinstance(word, str) for word in (firm, said, text.field)):
        raise InvalidInput(f"line {number}: id, text and field are texts", field="file")
    return firm, text


def tag_book(book: Iterable[Dossier], processes: int = 1, as_of: date | None = None) -> Iterator[Tagged]:
    """Yield each firm with its tags, in the order of the book, the same for any number of processes.

    Without a day, each firm is read as of the newest day of its own texts. Fewer than one process raise InvalidInput.
    """
    if processes < 1:
        raise InvalidInput("the number of processes is at least 1", field="processes")
    if processes == 1:
        return (_tagged(dossier, as_of) for dossier in book)
    return _by_processes(iter(book), processes, as_of)


def _by_processes(book: Iterator[Dossier], processes: int, as_of: date | None) -> Iterator[Tagged]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_load)
    waiting: deque[Future[list[Tagged]]] = deque()
    try:
        while batch := list(islice(book, FIRMS_AT_ONCE)):
            waiting.append(pool.submit(_tagged_batch, batch, as_of))
            if len(waiting) > AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _load() -> None:
    """Read what tagging needs, and spare the garbage collector walking it over and over."""
    tag_texts([Text("", "diligence", "text", None, "未逾期")])
    gc.freeze()


def _tagged_batch(batch: Sequence[Dossier], as_of: date | None) -> list[Tagged]:
    return [_tagged(dossier, as_of) for dossier in batch]


def _tagged(dossier: Dossier, as_of: date | None) -> Tagged:
    return dossier.firm, tag_texts(dossier.texts, as_of, dossier.records)
