"""What the learned model of industries looks at: the characters of the first items, what they do, and the name."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from firmgraph.nlp.industry.items import Item
from firmgraph.nlp.industry.names import FEATURES as NAME_FEATURES
from firmgraph.nlp.industry.names import name_features

FEATURES = (
    "items 1-8 by 0.7: grams 2-4, activity, end of matter 1-2",
    "first item: grams 2-3, activity",
    "number of items",
    *(f"name: {feature}" for feature in NAME_FEATURES),
)
MOST_ITEMS = 8
_DECAY = 0.7
_LONGEST_ITEM = 20
_MOST_COUNTED = 12


def text_features(items: Sequence[Item], name: str) -> dict[str, float]:
    """The features of a scope's items and a name: those of an item weigh .7 of the item before it, all others 1."""
    found: dict[str, float] = {}
    for rank, item in reversed(list(enumerate(items[:MOST_ITEMS]))):
        found.update(dict.fromkeys(item_features(item, first=rank == 0), _DECAY**rank))
    found.update(dict.fromkeys((f"n{feature}" for feature in name_features(name)), 1.0))
    found[f"l{min(len(items), _MOST_COUNTED)}"] = 1.0
    return found


def item_features(item: Item, *, first: bool) -> tuple[str, ...]:
    """The features of one item, `s` characters, `a` activity, `c` ends of what is done to what; `f`, `b` if first."""
    return _features(item.text[:_LONGEST_ITEM] + ">", item.matter[-2:], item.activity or "-", first)


@lru_cache(maxsize=4096)
def _features(text: str, end: str, activity: str, first: bool) -> tuple[str, ...]:
    pairs, triples = _grams(text, 2), _grams(text, 3)
    found = [f"s{gram}" for gram in (*pairs, *triples, *_grams(text, 4))]
    found += [f"a{activity}", f"c{activity}|{end[-1:]}", f"c{activity}|{end}"]
    if first:
        found += [f"b{activity}", *(f"f{gram}" for gram in (*pairs, *triples))]
    return tuple(found)


def _grams(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def says_anything(found: Mapping[str, float], known: Mapping[str, int]) -> bool:
    """Whether any characters of the items are known."""
    return any(feature[0] == "s" and feature in known for feature in found)
