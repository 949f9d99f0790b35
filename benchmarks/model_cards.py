"""The cards of models learned from public data, with their plots, in docs/models.

`python -m benchmarks.model_cards [NAME]` makes the cards named, else all.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import card_german, card_invoices, card_sme, card_strategy, card_utilisation, card_world

CARDS = Path(__file__).parents[1] / "docs" / "models"
MADE: Mapping[str, Callable[[Path], list[Path]]] = {
    "german-credit": card_german.card,
    "invoice-default": card_invoices.card,
    "sme-bankruptcy": card_sme.card,
    "strategy": card_strategy.page,
    "utilisation": card_utilisation.card,
    "world-risk": card_world.risk,
    "world-utilisation": card_world.use,
    "world-willingness": card_world.willingness,
}


def run() -> Mapping[str, Mapping[str, Any]]:
    """Make every card again and tell how long each took."""
    return {"Model cards": {name: f"docs/models/{name}.md, {_made(name):.0f} s" for name in sorted(MADE)}}


def main(names: Sequence[str]) -> int:
    """Make the cards named, else all."""
    if strange := sorted(set(names) - set(MADE)):
        print(f"no card {', '.join(strange)}, but {', '.join(sorted(MADE))}", file=sys.stderr)
        return 1
    for name in names or sorted(MADE):
        print(f"{name}: {_made(name):.0f} s", file=sys.stderr)
    return 0


def _made(name: str) -> float:
    began = time.perf_counter()
    MADE[name](CARDS)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
