"""What the learned model of industries looks at: the characters of the first items, what they do, and the name."""

from collections.abc import Iterator, Mapping, Sequence

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
    found = {f"n{feature}": 1.0 for feature in name_features(name)}
    found[f"l{min(len(items), _MOST_COUNTED)}"] = 1.0
    weight = 1.0
    for rank, item in enumerate(items[:MOST_ITEMS]):
        for feature in item_features(item, first=rank == 0):
            found.setdefault(feature, weight)
        weight *= _DECAY
    return found


def item_features(item: Item, *, first: bool) -> Iterator[str]:
    """The features of one item, `s` characters, `a` activity, `c` ends of what is done to what; `f`, `b` if first."""
    text = item.text[:_LONGEST_ITEM] + ">"
    activity = item.activity or "-"
    for size in (2, 3, 4):
        for at in range(len(text) - size + 1):
            yield f"s{text[at : at + size]}"
    yield f"a{activity}"
    yield f"c{activity}|{item.matter[-1:]}"
    yield f"c{activity}|{item.matter[-2:]}"
    if first:
        yield f"b{activity}"
        for size in (2, 3):
            for at in range(len(text) - size + 1):
                yield f"f{text[at : at + size]}"


def says_anything(found: Mapping[str, float], known: Mapping[str, int]) -> bool:
    """Whether any characters of the items are known."""
    return any(feature[0] == "s" and feature in known for feature in found)
