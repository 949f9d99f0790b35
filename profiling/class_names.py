"""Chinese names of product classes, from the attributes that dominate them, such as 税票信用·随借随还."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.distance import class_rules

Attributes = Mapping[str, tuple[str, ...]]


def dominant_attributes(products: Sequence[Product]) -> dict[str, tuple[str, ...]]:
    """Return, for each named attribute, the values that enough of the products have, the most common first."""
    rules = class_rules()
    least = rules["dominant"] * len(products)
    found: dict[str, tuple[str, ...]] = {}
    for name, words in rules["words"].items():
        counts = Counter(value for product in products for value in getattr(product, name))
        order = list(words)
        ranked = sorted(
            (v for v, n in counts.items() if n >= least),
            key=lambda v: (-counts[v], order.index(v) if v in order else len(order), v),
        )
        found[name] = tuple(ranked)
    return found


def class_name(attributes: Attributes, *, with_purpose: bool = False) -> str:
    """Return a class's Chinese name from what dominates; one that is not for enterprises says so first."""
    guarantees = attributes["guarantee_types"][:2]
    purpose = _words("purposes", attributes["purposes"][:1]) if with_purpose else ""
    parts = [
        _clients(attributes) + purpose + _ground(attributes) + _words("guarantee_types", guarantees),
        _words("repayment_methods", attributes["repayment_methods"][:1]),
    ]
    return "·".join(part for part in parts if part) or str(class_rules()["unnamed"])


def _clients(attributes: Attributes) -> str:
    kinds = attributes["clients"]
    return "" if set(kinds) & set(class_rules()["usual_clients"]) else _words("clients", kinds[:1])


def _ground(attributes: Attributes) -> str:
    """The first words of a name: a leading purpose, else the data the product rests on."""
    rules = class_rules()
    leading = [purpose for purpose in attributes["purposes"] if purpose in rules["leading_purposes"]]
    if leading:
        return _words("purposes", leading[:1])
    if set(attributes["guarantee_types"]) & set(rules["without_basis"]):
        return ""
    return _words("data_basis", attributes["data_basis"][:2])


def _words(attribute: str, values: Iterable[str]) -> str:
    words = class_rules()["words"][attribute]
    return "".join(words.get(value, value) for value in values)


def distinct_names(groups: Sequence[Attributes]) -> list[str]:
    """Return the names of classes; two of one name get their main purpose, and a number where that is not enough."""
    short = [class_name(own) for own in groups]
    names = [
        class_name(own, with_purpose=True) if short.count(name) > 1 else name
        for own, name in zip(groups, short, strict=True)
    ]
    return numbered(names)


def numbered(names: Sequence[str]) -> list[str]:
    """Return names with a number at each that stands more than once."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for name in names:
        seen[name] += 1
        found.append(f"{name}（{seen[name]}）" if names.count(name) > 1 else name)
    return found
