"""Words that a segmenter knows: jieba's, this domain's and those an operator adds, with frequency and tag."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from firmgraph.errors import InvalidInput
from firmgraph.nlp.text import normal_form

DICTIONARY = Path(__file__).parent / "data" / "dictionary.txt"
LONGEST_KNOWN = 32
HIGHEST_FREQUENCY = 1_000_000_000
DEFAULT_TAG = "n"

_FORM = re.compile(rf"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]{{1,{LONGEST_KNOWN}}}")
_LINE = re.compile(r"(\S+)(?:\s+(\d{1,10}))?(?:\s+([a-z]{1,8}))?")


class KnownWord(NamedTuple):
    """A word in its normal form, how often it is met (None: the least at which it is kept whole), its tag of speech."""

    word: str
    frequency: int | None
    tag: str


def known_word(word: str, frequency: int | None = None, tag: str = DEFAULT_TAG) -> KnownWord:
    """A word checked; InvalidInput where it could never be found in a text, or its frequency is out of range."""
    form = normal_form(word)
    if not _FORM.fullmatch(form):
        raise InvalidInput(
            f"a word is 1 to {LONGEST_KNOWN} Chinese characters, Latin letters, digits or +#&._%-: {word[:40]!r}"
        )
    if frequency is not None and not 1 <= frequency <= HIGHEST_FREQUENCY:
        raise InvalidInput(f"the frequency of {form} is a number from 1 to {HIGHEST_FREQUENCY:,}")
    return KnownWord(form, frequency, tag)


def jieba_folder() -> Path:
    """The folder in which jieba keeps its dictionary and its inverse document frequencies; jieba is not imported."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed")
    return Path(found.origin).parent


def jieba_words() -> Iterator[KnownWord]:
    """Yield the words of jieba's own dictionary, as they stand."""
    with (jieba_folder() / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, tag = line.split()
            yield KnownWord(word, int(frequency), tag)


def read_words(path: Path) -> Iterator[KnownWord]:
    """Yield the words of a file in UTF-8: a line is a word, its frequency and its tag, of which the last two may miss.

    Blank lines and lines that begin with `# ` are left out. InvalidInput names a file that cannot be read, or the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"the words of {path} cannot be read: {error}", field="user_words") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("# "):
            yield _read_line(line.strip(), f"{path}, line {number}")


def _read_line(line: str, where: str) -> KnownWord:
    found = _LINE.fullmatch(line)
    if not found:
        raise InvalidInput(f"{where}: a line is a word, a frequency and a tag", field="user_words")
    try:
        return known_word(found[1], int(found[2]) if found[2] else None, found[3] or DEFAULT_TAG)
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error.detail}", field="user_words") from None
