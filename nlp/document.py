"""A text read once: its normal form, its tokens and their borders."""

from dataclasses import dataclass, field

from firmgraph.nlp.segment import Segmenter, Token
from firmgraph.nlp.text import Text, normal_form


@dataclass(frozen=True)
class Document:
    """A text with what reading it found; places in `normal` and `tokens` are places in `source.text`."""

    source: Text
    normal: str
    tokens: tuple[Token, ...]
    _token_at: list[int] = field(repr=False, compare=False)

    def splits_a_word(self, start: int, end: int) -> bool:
        """Whether [start, end) takes a part of one word and more beside it, as 化工 does in 文化 工艺品."""
        first, last = self._token_at[start], self._token_at[end - 1]
        return first != last and (self.tokens[first].start < start or self.tokens[last].end > end)


def read_document(text: Text, segmenter: Segmenter) -> Document:
    """Segment a text."""
    tokens = tuple(segmenter.tokens(text.text))
    token_at = [index for index, token in enumerate(tokens) for _ in range(token.start, token.end)]
    return Document(text, normal_form(text.text), tokens, token_at)
