"""Which names share pairs of characters with a text: an inverted index in arrays."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from firmgraph.nlp.names.settings import Blocks
from firmgraph.nlp.names.weights import Ids, Weights


@dataclass(frozen=True, slots=True)
class PairIndex:
    """Pairs of characters, and for each the names that have it with its share in the name's weight, in one block."""

    pairs: Ids
    starts: Ids
    names: Ids
    shares: Weights
    count: int

    @classmethod
    def of(cls, pairs: Ids, names: Ids, weights: Weights, count: int) -> Self:
        """Return the index of pairs of which number i stands in name `names[i]`; pairs of no weight are left out."""
        lengths = np.sqrt(np.bincount(names, weights.astype(np.float64) ** 2, count))
        kept = np.flatnonzero((pairs >= 0) & (weights > 0))
        kept = kept[np.lexsort((names[kept], pairs[kept]))]
        distinct, starts = np.unique(pairs[kept], return_index=True)
        shares = (weights[kept] / lengths[names[kept]]).astype(np.float32)
        return cls(distinct, np.append(starts, len(kept)), names[kept].astype(np.int32), shares, count)

    def nearest(self, pairs: Ids, weights: Weights, settings: Blocks, allowed: NDArray[np.bool_] | None = None) -> Ids:
        """Return the names that share most with a text of these pairs, in ascending order.

        Names come from the smallest blocks, and are measured by all blocks; with `allowed`, from all blocks.
        """
        blocks = self._blocks(pairs, weights)
        if not blocks:
            return np.empty(0, np.int64)
        shared = np.zeros(self.count, np.float32)
        for start, end, weight in blocks:
            # A pair twice in one name counts once, as its block has that name twice and the last write stays.
            shared[self.names[start:end]] += weight * self.shares[start:end]
        # With a day the smallest blocks may hold none but names of other days.
        gathered = _smallest(blocks, settings) if allowed is None else blocks
        found = np.unique(np.concatenate([self.names[start:end] for start, end, _ in gathered]))
        if allowed is not None:
            found = found[allowed[found]]
        if len(found) > settings.compared:
            found = found[np.argsort(-shared[found], kind="stable")[: settings.compared]]
        return np.sort(found).astype(np.int64)

    def _blocks(self, pairs: Ids, weights: Weights) -> list[tuple[int, int, float]]:
        """Return the blocks of the text's pairs, the smallest first."""
        found: dict[int, float] = {}
        at = np.searchsorted(self.pairs, pairs)
        for place, pair, weight in zip(at.tolist(), pairs.tolist(), weights.tolist(), strict=True):
            if weight > 0 and place < len(self.pairs) and self.pairs[place] == pair:
                found[place] = max(weight, found.get(place, 0.0))
        sizes = [(int(self.starts[p]), int(self.starts[p + 1]), weight) for p, weight in found.items()]
        return sorted(sizes, key=lambda block: (block[1] - block[0], block))


def _smallest(blocks: list[tuple[int, int, float]], settings: Blocks) -> list[tuple[int, int, float]]:
    total, kept = 0, list[tuple[int, int, float]]()
    for block in blocks:
        total += block[1] - block[0]
        if kept and total > settings.names_per_block:
            break
        kept.append(block)
    return kept
