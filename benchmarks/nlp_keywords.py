"""Keyword phrases against the keywords that authors chose (CSL), and the speed of TF-IDF keywords against jieba's own.

`python -m benchmarks.nlp_keywords FILE` writes the texts as `firmgraph nlp train-keywords` reads them.
"""

import csv
import gzip
import itertools
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from firmgraph.nlp.keywords.evaluation import cross_validated, f1, interval, score
from firmgraph.nlp.keywords.phrases import PhraseReader
from firmgraph.nlp.keywords.tfidf import tfidf_keywords
from firmgraph.nlp.keywords.training import KnownKeywords, example
from firmgraph.nlp.segment import default_segmenter

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "keywords" / "csl_dev.tsv"
TOP = 20
RUNS = 3
SCOPES, EVERY = 3_000, 50
GOAL = "exact-match F1@5 of at least .30 on texts not trained on"

_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_TITLE = re.compile(r"[.。!！?？…：:;；]\s+(?=.{4,90}$)")
_BLANK = re.compile(r"\s+(?=\S.{3,60}$)")


def known(path: Path = DATA) -> Iterator[KnownKeywords]:
    """Yield the abstracts of the data set; the title stands after the abstract and a blank."""
    for line in path.read_text(encoding="utf-8").splitlines():
        _, text, keywords = line.split("\t")
        text = text.rstrip()
        borders = list(_TITLE.finditer(text)) or list(_BLANK.finditer(text))
        at = borders[-1].end() if borders else len(text)
        yield KnownKeywords(text=text[:at].rstrip(), title=text[at:] or None, keywords=tuple(keywords.split("_")))


def run() -> dict[str, Any]:
    """Measure F1 of the first five keywords: the ranker cross-validated, the plain formula, and jieba's two."""
    segmenter = default_segmenter()
    examples = [example(one, segmenter) for one in known()]
    plain = PhraseReader(segmenter, None)
    learned = cross_validated(examples, segmenter)
    told = {
        "texts": len(examples),
        "ranker, 5-fold": _figure(learned.whole),
        "ranker, 5-fold, titles withheld": _figure(learned.untitled),
        "plain formula": _figure([score(plain, one.whole, one.known.keywords) for one in examples]),
    }
    return {**told, **_peers(), "goal": GOAL}


def _peers() -> dict[str, str]:
    import jieba.analyse

    ways = {"jieba TF-IDF": jieba.analyse.extract_tags, "jieba TextRank": jieba.analyse.textrank}
    return {
        name: _figure([f1(way(f"{one.text} {one.title or ''}", 5), one.keywords) for one in known()])
        for name, way in ways.items()
    }


def speed() -> dict[str, Any]:
    """Race the TF-IDF keywords of judgments and business scopes, segmentation included, against jieba's own."""
    import jieba.analyse

    texts = [*_judgments(), *_scopes()]
    tfidf_keywords(_cut("预热"))
    jieba.analyse.extract_tags("预热")
    theirs, slow = _timed(lambda text: jieba.analyse.extract_tags(text, TOP, withWeight=True), texts)
    ours, fast = _timed(lambda text: tfidf_keywords(_cut(text), TOP), texts)
    return {
        "texts": len(texts),
        "texts with equal keywords and weights": sum(one == other for one, other in zip(ours, theirs, strict=True)),
        "jieba, texts/s": round(len(texts) / slow),
        "firmgraph over rjieba's tokens, texts/s": round(len(texts) / fast),
        "times faster": round(slow / fast, 1),
        "goal": "at least 5 times, keywords equal",
    }


def _cut(text: str) -> Iterator[str]:
    """The tokens of jieba from rjieba, which leaves whole what jieba cuts: 2013.12.14, HPLC-MS."""
    import jieba
    import rjieba

    for word in rjieba.cut(text):
        if len(word) > 1 and word.isascii() and not word.isalnum() and not jieba.dt.FREQ.get(word):
            yield from filter(None, _LATIN.split(word))
        else:
            yield word


def _judgments() -> list[str]:
    body = orjson.loads((DATA.parents[1] / "litigation" / "cail2019_civil_dev.json").read_bytes())
    return [paragraph["context"] for one in body["data"] for paragraph in one["paragraphs"]]


def _scopes() -> list[str]:
    path = DATA.parents[1] / "registration" / "registration.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [row["经营范围"] for row in itertools.islice(csv.DictReader(lines), 0, SCOPES * EVERY, EVERY)]


def _timed(keywords: Callable[[str], list[Any]], texts: Sequence[str]) -> tuple[list[list[Any]], float]:
    """The keywords of all texts and the processor seconds they took, the least of three runs."""
    took = []
    for _ in range(RUNS):
        start = time.process_time()
        found = [keywords(text) for text in texts]
        took.append(time.process_time() - start)
    return found, min(took)


def _figure(scores: list[float]) -> str:
    found = interval(scores)
    return f"{found.mean:.4f} ({found.low:.4f} to {found.high:.4f})"


def main(target: Path) -> None:
    """Write the texts as JSON lines."""
    target.write_bytes(b"".join(orjson.dumps(one.model_dump()) + b"\n" for one in known()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
