import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.nlp.names.alignment import Measure, Weighed, similarity

_WEIGHTS = st.sampled_from([0.05, 0.3, 1.0])
_LETTERS = st.lists(st.tuples(st.integers(1, 3), _WEIGHTS, _WEIGHTS), min_size=1, max_size=6)
Letters = list[tuple[int, float, float]]


def _weighed(rows: list[Letters]) -> Weighed:
    longest = max(map(len, rows))
    padded = np.array([row + [(-1, 0.0, 0.0)] * (longest - len(row)) for row in rows])
    # The first character has none before it.
    padded[:, 0, 2] = 0
    return Weighed(padded[..., 0].astype(np.int64), *(padded[..., i].astype(np.float32) for i in (1, 2)))


def _plain_similarity(asked: Letters, name: Letters, measure: Measure) -> float:
    """The same by the definition, one pair of characters at a time."""
    share, table = measure.asked_share, np.zeros((len(asked) + 1, len(name) + 1))
    a = [(c, w * share, (p if i else 0) * share * measure.adjacent) for i, (c, w, p) in enumerate(asked)]
    b = [(c, w * (1 - share), (p if j else 0) * (1 - share) * measure.adjacent) for j, (c, w, p) in enumerate(name)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            ways = [table[i - 1, j], table[i, j - 1]]
            if a[i - 1][0] == b[j - 1][0]:
                paired = i > 1 and j > 1 and a[i - 2][0] == b[j - 2][0]
                ways.append(
                    table[i - 1, j - 1] + a[i - 1][1] + b[j - 1][1] + (a[i - 1][2] + b[j - 1][2] if paired else 0)
                )
            if i > 1 and j > 1 and a[i - 1][0] == b[j - 2][0] and a[i - 2][0] == b[j - 1][0]:
                both = a[i - 1][1] + a[i - 2][1] + b[j - 1][1] + b[j - 2][1]
                ways.append(table[i - 2, j - 2] + measure.swapped * both)
            table[i, j] = max(ways)
    return float(table[-1, -1] / sum(w + p for _, w, p in a + b))


@given(_LETTERS, st.lists(_LETTERS, min_size=1, max_size=4), st.sampled_from([0.2, 0.65]), st.sampled_from([0.0, 0.9]))
def test_equals_the_definition(asked: Letters, names: list[Letters], share: float, swapped: float) -> None:
    measure, one = Measure(share, 0.4, swapped), _weighed([asked])
    found = similarity(Weighed(one.codes[0], one.characters[0], one.pairs[0]), _weighed(names), measure)
    assert found == pytest.approx([_plain_similarity(asked, name, measure) for name in names], abs=1e-5)
