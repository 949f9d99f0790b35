"""The weighted longest common subsequence of one text and many names."""

from dataclasses import dataclass

import numpy as np

from firmgraph.nlp.names.weights import Ids, Weights


@dataclass(frozen=True, slots=True)
class Weighed:
    """Characters, the weight of each, and that of each with the one before it; many names are rows, padded by -1."""

    codes: Ids
    characters: Weights
    pairs: Weights


@dataclass(frozen=True, slots=True)
class Measure:
    """The share of the asked text's weights in all weights; the weight of pairs, and of two characters that changed
    places, next to that of characters in their order.
    """

    asked_share: float
    adjacent: float
    swapped: float


def similarity(asked: Weighed, names: Weighed, measure: Measure) -> Weights:
    """Return for each name, from 0 to 1, the weight of what it has in common with the text in the same order.

    Characters that follow each other in both weigh more than the same characters apart.
    """
    share, adjacent = np.float32(measure.asked_share), np.float32(measure.adjacent)
    swapped = np.float32(measure.swapped)
    own = (1 - share) * names.characters
    own_pairs = (1 - share) * adjacent * names.pairs
    own_twos = own.copy()
    own_twos[:, 1:] += own[:, :-1]
    earlier = best = np.zeros((len(names.codes), names.codes.shape[1] + 1), np.float32)
    before, weight_before = np.zeros_like(names.codes, bool), np.float32(0)
    for code, weight, pair in zip(asked.codes, share * asked.characters, share * adjacent * asked.pairs, strict=True):
        same = names.codes == code
        gain = (own + weight) * same
        gain[:, 1:] += (own_pairs[:, 1:] + pair) * (same[:, 1:] & before[:, :-1])
        gain += best[:, :-1]
        crossed = same[:, :-1] & before[:, 1:]
        if crossed.any():
            two = (own_twos[:, 1:] + weight + weight_before) * (swapped * crossed) + earlier[:, :-2]
            np.maximum(gain[:, 1:], two, out=gain[:, 1:])
        np.maximum(gain, best[:, 1:], out=gain)
        earlier, best = best, np.zeros_like(best)
        np.maximum.accumulate(gain, axis=1, out=best[:, 1:])
        before, weight_before = same, weight
    whole = share * (asked.characters.sum() + adjacent * asked.pairs.sum()) + own.sum(axis=1) + own_pairs.sum(axis=1)
    found: Weights = np.divide(best[:, -1], whole, out=np.zeros_like(whole), where=whole > 0)
    return found
