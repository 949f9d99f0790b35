"""Keywords: words of the five sources' text (`words`), and phrases that say what one text is about (`phrases`)."""

from firmgraph.nlp.keywords.phrases import Phrase, keyword_phrases
from firmgraph.nlp.keywords.rarity import inverse_document_frequency
from firmgraph.nlp.keywords.words import (
    DEFAULT_LIMIT,
    MOST_SPANS,
    Keyword,
    Mention,
    Span,
    keywords,
    rank_mentions,
    word_mentions,
)

__all__ = [
    "DEFAULT_LIMIT",
    "MOST_SPANS",
    "Keyword",
    "Mention",
    "Phrase",
    "Span",
    "inverse_document_frequency",
    "keyword_phrases",
    "keywords",
    "rank_mentions",
    "word_mentions",
]
