"""TextRank (Mihalcea and Tarau, 2004): words are weighty when they stand near weighty words."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

WINDOW = 5
DAMPING = 0.85
STEPS = 20


def textrank(words: Sequence[str]) -> Mapping[str, float]:
    """The rank of each word, one on average: a word is joined to those within `WINDOW` words after it."""
    index = {word: place for place, word in enumerate(dict.fromkeys(words))}
    if not index:
        return {}
    joined = _joined([index[word] for word in words], len(index))
    rank = np.ones(len(index))
    for _ in range(STEPS):
        rank = 1 - DAMPING + DAMPING * (joined @ rank)
    return dict(zip(index, rank.tolist(), strict=True))


def _joined(places: Sequence[int], size: int) -> csr_array:
    """How much of the rank of each word (column) each word (row) receives."""
    pairs = Counter(
        (one, other) for at, one in enumerate(places) for other in places[at + 1 : at + WINDOW] if one != other
    )
    rows, columns = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    counts = np.array([pairs[pair] for pair in sorted(pairs)], dtype=np.float64)
    near = csr_array((counts, (rows, columns)), shape=(size, size))
    both = csr_array(near + near.T)
    given = np.asarray(both.sum(axis=0)).ravel()
    return csr_array(both / np.where(given == 0, 1, given))
