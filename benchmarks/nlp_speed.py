"""Speed of nlp: segmentation against jieba's with the same words, and the tagging of a book of real business scopes."""

import csv
import gzip
import itertools
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jieba
import psutil

from firmgraph.nlp.book import Dossier, tag_book
from firmgraph.nlp.dictionary import DICTIONARY, read_words
from firmgraph.nlp.segment import Segmenter
from firmgraph.nlp.text import Text, normal_form

ROOT = Path(__file__).parents[1]
SCOPES = ROOT.parent / "shared" / "data" / "registration" / "registration.csv.gz"
SIZES = (10_000, 30_000, 100_000)
LOOKED_AT = 2_000
SEGMENTED = 10_000
PROCESSES = 2


def scopes(count: int) -> Iterator[str]:
    """Yield the first `count` business scopes that say anything."""
    with gzip.open(SCOPES, "rt", encoding="utf-8", newline="") as rows:
        said = (row["经营范围"] for row in csv.DictReader(rows) if (row["经营范围"] or "N/A") != "N/A")
        yield from itertools.islice(said, count)


def seconds(cut: Callable[[], Iterable[Any]], repeats: int = 5) -> float:
    """The least processor time that cutting all texts takes; what they give is not kept."""
    took = []
    for _ in range(repeats):
        begun = time.process_time()
        deque(cut(), maxlen=0)
        took.append(time.process_time() - begun)
    return min(took)


def segmentation(count: int = SEGMENTED) -> Mapping[str, Any]:
    """Cut scopes by ours and by jieba with the same dictionary; other words than jieba's fail the run."""
    jieba.setLogLevel(logging.ERROR)
    peer, ours = jieba.Tokenizer(), Segmenter()
    for word in read_words(DICTIONARY):
        peer.add_word(word.word, word.frequency)
    texts = list(scopes(count))
    words = [peer.lcut(normal_form(text)) for text in texts]
    if words != list(ours.words_of_all(texts)) or words != list(map(ours.words, texts)):
        raise AssertionError("the words differ from jieba's")
    theirs = seconds(lambda: (peer.lcut(normal_form(text)) for text in texts))
    cut, one_by_one = seconds(lambda: ours.words_of_all(texts)), seconds(lambda: map(ours.words, texts))
    tokens = seconds(lambda: map(ours.tokens, texts))
    return {
        "scopes": len(texts),
        "words, all the same": sum(map(len, words)),
        "characters a second": round(sum(map(len, texts)) / cut),
        "characters a second, jieba": round(sum(map(len, texts)) / theirs),
        "times as fast as jieba": round(theirs / cut, 1),
        "times as fast as jieba, one by one": round(theirs / one_by_one, 1),
        "times as fast as jieba, with part of speech and place": round(theirs / tokens, 1),
        "goal": "words at least 10 times as fast as jieba's, every one the same",
    }


def tagging(sizes: Sequence[int] = SIZES) -> Mapping[str, Any]:
    """Tag books of scopes with all cores; the slope of the logarithms of time over firms tells how cost grows."""
    told: dict[str, Any] = {}
    runs = [tag_all(size, PROCESSES) for size in sizes]
    for size, run in zip(sizes, runs, strict=True):
        told |= {f"firms a second, {size:,}": round(size / run.seconds), f"tags, {size:,}": run.tags}
        told |= {f"memory of all processes, {size:,}, MB": round(run.megabytes)}
    slope = math.log(runs[-1].seconds / runs[0].seconds) / math.log(sizes[-1] / sizes[0])
    alone, together = (min(tag_all(sizes[1], many).seconds for _ in range(3)) for many in (1, PROCESSES))
    return {
        **told,
        "slope": round(slope, 2),
        f"firms a second by one process, {sizes[1]:,}": round(sizes[1] / alone),
        f"times as fast by {PROCESSES} processes": round(alone / together, 2),
        "goal": "time grows as firms do: a slope of at most 1.1; memory does not grow",
    }


class Run(NamedTuple):
    """The seconds from the first firm tagged to the last, all tags made, and the most memory of all processes."""

    seconds: float
    tags: int
    megabytes: float


def tag_all(size: int, processes: int) -> Run:
    """Tag a book; the time to start is left out, that costs of small and large books compare."""
    book = tag_book(_book(size), processes)
    tags, most = len(next(book)[1].tags), 0.0
    begun = time.perf_counter()
    for number, (_, found) in enumerate(book):
        tags += len(found.tags)
        if number % LOOKED_AT == 0:
            most = max(most, memory())
    return Run(time.perf_counter() - begun, tags, most)


def memory() -> float:
    """The resident memory of this process and all that it started, in megabytes."""
    own = psutil.Process()
    return sum(process.memory_info().rss for process in (own, *own.children(recursive=True))) / 1e6


def _book(size: int) -> Iterator[Dossier]:
    for number, scope in enumerate(scopes(size)):
        yield Dossier(str(number), (Text(str(number), "registration", "scope", None, scope),))


def run(sizes: Sequence[int] = SIZES) -> Mapping[str, Mapping[str, Any]]:
    """Measure both."""
    return {"Segmentation": segmentation(), "Tagging": tagging(sizes)}
