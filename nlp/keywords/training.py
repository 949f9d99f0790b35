"""Learn the ranker of phrases from texts with known keywords: LightGBM's lambdarank over the features."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from pydantic import BaseModel, ConfigDict

from firmgraph.errors import InvalidInput, MissingTool
from firmgraph.nlp.keywords.candidates import Candidate, Reading, candidates, read
from firmgraph.nlp.keywords.features import FEATURES, Matrix, own_features
from firmgraph.nlp.keywords.priors import Clues, Evidence, Priors, clues, evidence, join
from firmgraph.nlp.keywords.ranker import Ranker
from firmgraph.nlp.keywords.trees import Trees
from firmgraph.nlp.known_lines import read_known_lines
from firmgraph.nlp.segment import Segmenter
from firmgraph.nlp.text import Text

LEAST_DOCUMENTS = 20
PARTS = 8
"""Priors of a training text are learned from the other parts, so that no text tells the model its own keywords."""

ROUNDS = 250
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 8,
    "num_leaves": 8,
    "learning_rate": 0.05,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


class KnownKeywords(BaseModel):
    """A text, its title and the keywords that people chose for it: a line of a JSONL file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    title: str | None = None
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A reading with its candidates, their own features and clues, and which of them are keywords, as written."""

    reading: Reading
    found: tuple[Candidate, ...]
    own: Matrix
    clues: tuple[Clues, ...]
    is_keyword: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with known keywords: as it is, where it has a title also without it, and what it says to the priors."""

    known: KnownKeywords
    whole: View
    untitled: View | None
    evidence: Evidence

    @property
    def views(self) -> list[View]:
        """The views that have candidates."""
        return [view for view in (self.whole, self.untitled) if view and view.found]


def read_known(paths: Iterable[Path]) -> Iterator[KnownKeywords]:
    """Yield the texts of JSONL files with their keywords; raise with file and line for what is none."""
    for path in paths:
        yield from read_known_lines(path, KnownKeywords)


def example(known: KnownKeywords, segmenter: Segmenter) -> Example:
    """Read a text with known keywords."""
    text = Text("text", "diligence", "text", None, known.text)
    title = None if known.title is None else Text("text", "diligence", "title", None, known.title)
    reading = read(text, title, segmenter)
    gold = frozenset(known.keywords)
    whole = _view(reading, gold)
    untitled = None if title is None else _view(reading.untitled(), gold)
    return Example(known, whole, untitled, evidence(reading, whole.clues, whole.is_keyword, gold))


def _view(reading: Reading, gold: frozenset[str]) -> View:
    found = tuple(candidates(reading))
    told = tuple(clues(reading, one) for one in found)
    return View(reading, found, own_features(reading, found), told, tuple(one.phrase in gold for one in found))


def train(
    examples: Sequence[Example], *, version: str = "1", least_documents: int = LEAST_DOCUMENTS, about: str = ""
) -> Ranker:
    """Learn a ranker; the same examples in the same order give the same model.

    It learns from texts with a title also without it, for most of a bank's texts have none.
    """
    if not any(any(one.whole.is_keyword) for one in examples):
        raise InvalidInput("no keyword of these texts stands in its text: there is nothing to learn", field="files")
    parts = [join(one.evidence for one in examples[part::PARTS]) for part in range(PARTS)]
    return Ranker(
        version=version,
        data_sha256=data_hash(one.known for one in examples),
        documents=len(examples),
        least_documents=least_documents,
        priors=Priors.learn(join(parts), least_documents),
        trees=_grow(examples, parts, least_documents),
        about=about,
    )


def _grow(examples: Sequence[Example], parts: Sequence[Evidence], least_documents: int) -> Trees:
    try:
        import lightgbm
    except ImportError as error:
        raise MissingTool("LightGBM is not installed: pip install lightgbm") from error
    others = [
        Priors.learn(join(one for number, one in enumerate(parts) if number != part), least_documents)
        for part in range(PARTS)
    ]
    used = [(place, view) for place, one in enumerate(examples) for view in one.views]
    rows = np.vstack([np.hstack([view.own, others[place % PARTS].features(view.clues)]) for place, view in used])
    labels = np.concatenate([np.array(view.is_keyword, dtype=np.int64) for _, view in used])
    groups = [len(view.found) for _, view in used]
    data = lightgbm.Dataset(rows, labels, group=groups, feature_name=list(FEATURES))
    dump: dict[str, Any] = lightgbm.train(PARAMETERS, data, ROUNDS).dump_model()
    return Trees.from_lightgbm(dump)


def data_hash(known: Iterable[KnownKeywords]) -> str:
    """SHA-256 of the texts, titles and keywords in their order."""
    digest = hashlib.sha256()
    for one in known:
        digest.update(orjson.dumps([one.title, one.text, one.keywords]) + b"\n")
    return digest.hexdigest()
