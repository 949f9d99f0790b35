"""TF-IDF keywords by jieba's own formula, over tokens that any segmenter gives."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from heapq import nlargest
from operator import itemgetter

from firmgraph.nlp.keywords.rarity import general_frequencies

DEFAULT_WORDS = 20


def tfidf_keywords(words: Iterable[str], limit: int = DEFAULT_WORDS) -> list[tuple[str, float]]:
    """The `limit` weightiest words with their weights, equal to `jieba.analyse.extract_tags(text, withWeight=True)`.

    `words` are the tokens of the text in order, those of `jieba.cut` or of a segmenter that gives the same; of words
    with one weight the first met comes first. Words of one character and jieba's English stop words are left out.
    """
    table, middle = general_frequencies()
    stop = _stop_words()
    counts = {
        word: count for word, count in Counter(words).items() if len(word.strip()) > 1 and word.lower() not in stop
    }
    total = float(sum(counts.values()))
    # The same operations in the same order as jieba's, so that the last bit agrees and ties fall alike.
    weights = [(word, count * (table.get(word, middle) / total)) for word, count in counts.items()]
    return nlargest(limit, weights, key=itemgetter(1))


@cache
def _stop_words() -> frozenset[str]:
    from jieba.analyse.tfidf import KeywordExtractor

    return frozenset(KeywordExtractor.STOP_WORDS)
