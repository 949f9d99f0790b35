"""Speed of nlp: segmentation against jieba's with the same words, and the tagging of a book of real business scopes."""

import csv
import gzip
import itertools
import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jieba

from firmgraph.nlp.book import Dossier, tag_book
from firmgraph.nlp.dictionary import DICTIONARY, read_words
from firmgraph.nlp.segment import Segmenter
from firmgraph.nlp.text import Text, normal_form

ROOT = Path(__file__).parents[1]
SCOPES = ROOT.parent / "shared" / "data" / "registration" / "registration.csv.gz"
SIZES = (1_000, 10_000, 100_000)
SEGMENTED = 10_000
PROCESSES = 2


def scopes(count: int) -> Iterator[str]:
    """Yield the first `count` business scopes that say anything."""
    with gzip.open(SCOPES, "rt", encoding="utf-8", newline="") as rows:
        said = (row["经营范围"] for row in csv.DictReader(rows) if (row["经营范围"] or "N/A") != "N/A")
        yield from itertools.islice(said, count)


def seconds(cut: Callable[[str], Any], texts: Sequence[str], repeats: int = 5) -> float:
    """The least processor time that cutting all texts takes; what they give is not kept."""
    took = []
    for _ in range(repeats):
        begun = time.process_time()
        for text in texts:
            cut(text)
        took.append(time.process_time() - begun)
    return min(took)


def segmentation(count: int = SEGMENTED) -> Mapping[str, Any]:
    """Cut scopes by ours and by jieba with the same dictionary; other words than jieba's fail the run."""
    jieba.setLogLevel(logging.ERROR)
    peer, ours = jieba.Tokenizer(), Segmenter()
    for word in read_words(DICTIONARY):
        peer.add_word(word.word, word.frequency)
    texts = list(scopes(count))
    words = [ours.words(text) for text in texts]
    if words != [peer.lcut(normal_form(text)) for text in texts]:
        raise AssertionError("the words differ from jieba's")
    theirs = seconds(lambda text: peer.lcut(normal_form(text)), texts)
    cut, tokens = seconds(ours.words, texts), seconds(ours.tokens, texts)
    return {
        "scopes": len(texts),
        "words, all the same": sum(map(len, words)),
        "characters a second": round(sum(map(len, texts)) / cut),
        "characters a second, jieba": round(sum(map(len, texts)) / theirs),
        "times as fast as jieba": round(theirs / cut, 1),
        "times as fast as jieba, with part of speech and place": round(theirs / tokens, 1),
        "goal": "words at least 10 times as fast as jieba's, every one the same",
    }


def tagging(sizes: Sequence[int] = SIZES) -> Mapping[str, Any]:
    """Tag books of scopes with all cores; the slope of the logarithms of time over firms tells how cost grows."""
    told: dict[str, Any] = {}
    took = []
    for size in sizes:
        begun = time.perf_counter()
        tags = sum(len(found.tags) for _, found in tag_book(_book(size), PROCESSES))
        took.append(time.perf_counter() - begun)
        told |= {f"firms a second, {size:,}": round(size / took[-1]), f"tags, {size:,}": tags}
    slope = math.log(took[-1] / took[0]) / math.log(sizes[-1] / sizes[0])
    return {**told, "slope": round(slope, 2), "goal": "time grows no faster than firms: a slope of at most 1.1"}


def _book(size: int) -> Iterator[Dossier]:
    for number, scope in enumerate(scopes(size)):
        yield Dossier(str(number), (Text(str(number), "registration", "scope", None, scope),))


def run(sizes: Sequence[int] = SIZES) -> Mapping[str, Mapping[str, Any]]:
    """Measure both."""
    return {"Segmentation": segmentation(), "Tagging": tagging(sizes)}
