"""How rare words are: jieba's table of general text, and tables counted from a corpus of one's own.

A table of one's own holds in how many documents of a corpus each word stands, with the corpus's SHA-256: numbers from
which no text can be read. Rare words are left out, and so are names: words that are tagged as such, or that no
dictionary has.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.keywords.candidates import is_word
from firmgraph.nlp.segment import UNKNOWN, Segmenter, Token, jieba_folder

OWN_TABLE = Path(__file__).parents[1] / "data" / "idf.json"
LEAST_DOCUMENTS = 20
KIND = "document frequencies"

_NAMES = ("nr", "nt", "nz", "m", "eng")


@dataclass(frozen=True, slots=True)
class DocumentFrequencies:
    """In how many of a corpus's `documents` each word stands, for words of `least_documents` documents or more."""

    kind: str
    version: str
    corpus: str
    corpus_sha256: str
    documents: int
    least_documents: int
    words: Mapping[str, int]

    def rarity(self, word: str) -> float | None:
        """The natural logarithm of documents per document with the word, or None for a word not in the table."""
        known = self.words.get(word)
        return None if known is None else math.log(self.documents / known)


def inverse_document_frequency(word: str) -> float:
    """How rare a word is in texts about firms, where the table of this release knows it, else in general text."""
    known = own_table().rarity(word)
    return general_rarity(word) if known is None else known


def general_rarity(word: str) -> float:
    """How rare a word is in general text; a word jieba's table does not know gets the table's median, as in jieba."""
    table, middle = general_frequencies()
    return table.get(word, middle)


@cache
def general_frequencies() -> tuple[Mapping[str, float], float]:
    """The inverse document frequencies that jieba ships, and their median."""
    table: dict[str, float] = {}
    with (jieba_folder() / "analyse" / "idf.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, value = line.split()
            table[word] = float(value)
    return table, median(table.values())


@cache
def own_table() -> DocumentFrequencies:
    """The table of this release; the model card of keywords says what it was counted from."""
    return load_frequencies(OWN_TABLE)


def load_frequencies(path: Path) -> DocumentFrequencies:
    """Read a table; raise UnreadableFile or InvalidInput with the reason for what is none."""
    try:
        table = TypeAdapter(DocumentFrequencies).validate_python(orjson.loads(path.read_bytes()))
    except (OSError, orjson.JSONDecodeError) as error:
        raise UnreadableFile(f"{path.name} cannot be read as JSON: {error}", field="idf") from error
    except ValidationError as error:
        raise InvalidInput(f"{path.name} is no table of {KIND}: {error.errors()[0]['msg']}", field="idf") from error
    if table.kind != KIND or min(table.words.values(), default=1) < 1:
        raise InvalidInput(f"{path.name} is no table of {KIND}", field="idf")
    return table


def count_documents(
    texts: Iterable[str], segmenter: Segmenter, *, about: str, version: str = "1", least: int = LEAST_DOCUMENTS
) -> DocumentFrequencies:
    """Count in how many texts each word stands; `about` says in words what texts they are.

    The hash is of the sorted texts, so that their order changes nothing.
    """
    found: Counter[str] = Counter()
    hashes: list[bytes] = []
    for text in texts:
        hashes.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        found.update({token.word.casefold() for token in segmenter.tokens(text) if _counts(token)})
    words = {word: count for word, count in sorted(found.items()) if count >= least}
    digest = hashlib.sha256(b"".join(sorted(hashes))).hexdigest()
    return DocumentFrequencies(KIND, version, about, digest, len(hashes), least, words)


def _counts(token: Token) -> bool:
    return is_word(token.word) and token.pos != UNKNOWN and not token.pos.startswith(_NAMES)


def read_corpus(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the documents of UTF-8 files, one a line; blank lines are none."""
    for path in paths:
        try:
            with path.open(encoding="utf-8") as lines:
                yield from (line.strip() for line in lines if line.strip())
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"{path.name} is not UTF-8 text: {error.reason}", field="files") from error


def frequencies_json(table: DocumentFrequencies) -> bytes:
    """A table as the file that `load_frequencies` reads."""
    body: dict[str, Any] = asdict(table)
    return orjson.dumps(body, option=orjson.OPT_INDENT_2) + b"\n"
