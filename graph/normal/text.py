"""Plain text in its normal form, and the cells that say nothing."""

import re
import unicodedata

NOTHING = frozenset({"", "n/a", "na", "null", "none", "nan", "-", "--", "—", "无", "不详", "\\n"})
# The replacement character, and the surrogates that stand for bytes which are no text in the file's encoding.
LOST = re.compile("[\ufffd\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def is_nothing(value: object) -> bool:
    """Tell whether a cell holds no statement (empty, N/A, 无, NaN …)."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the one value unequal to itself
        return True
    return isinstance(value, str) and (not value or (len(value) < 7 and value.strip().lower() in NOTHING))


def plain(value: object) -> str:
    """Return the text as received with spaces trimmed and control characters gone; lost bytes stay visible to the
    reader.
    """
    text = value if isinstance(value, str) else str(value)
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c in "\n\t" or LOST.match(c))
    return text.strip()


def half_width(text: str) -> str:
    """Return the NFKC form: full-width letters, digits and brackets become half-width."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def without_spaces(text: str) -> str:
    """Return the NFKC form without any white space."""
    return _SPACES.sub("", half_width(text))


def writable(text: str) -> str:
    """Return a text that can be written as UTF-8: bytes that were no text become question marks."""
    return text.encode("utf-8", "replace").decode()
