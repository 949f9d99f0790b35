"""Product classes: products clustered by mixed attributes and named from what dominates (row 4-10).

The result depends on the set of products alone: not on their order, and not on the client.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from firmgraph.graph.references import digest
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.distance import Matrix, class_rules, distances

Labels = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProductClass:
    """A class of products; its id comes from its first product's id, its name from what dominates."""

    id: str
    name: str
    members: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]


def classify(products: Iterable[Product]) -> tuple[ProductClass, ...]:
    """Return the classes of some products, ordered by their first product; none for no products."""
    return _classify(tuple(sorted(products, key=lambda product: product.product_id)))


@lru_cache(maxsize=16)
def _classify(products: tuple[Product, ...]) -> tuple[ProductClass, ...]:
    sides: dict[str, list[Product]] = {}
    for product in products:
        sides.setdefault(side_of(product), []).append(product)
    groups = [group for side in sides.values() for group in _groups(side)]
    groups.sort(key=lambda group: group[0].product_id)
    names = _distinct_names(groups)
    return tuple(
        ProductClass(
            f"cls:{digest(group[0].product_id)}", name, tuple(p.product_id for p in group), dominant_attributes(group)
        )
        for group, name in zip(groups, names, strict=True)
    )


def side_of(product: Product) -> str:
    """Return the side of a product that never merges with another: unsecured, secured, both, or unstated."""
    sides = class_rules()["must_not_merge"]
    return (
        "+".join(sorted(name for name, kinds in sides.items() if set(kinds) & set(product.guarantee_types)))
        or "unstated"
    )


def _groups(products: Sequence[Product]) -> list[list[Product]]:
    labels = _best_labels(distances(products))
    found: dict[int, list[Product]] = {}
    for product, label in zip(products, labels, strict=True):
        found.setdefault(label, []).append(product)
    return list(found.values())


def _best_labels(apart: Matrix) -> Labels:
    """The labels of the number of classes with the best silhouette; near ties go to the more stable, then the fewer."""
    size, rules = len(apart), class_rules()
    if size < 3:
        return (0, 1) if size == 2 and apart[0, 1] >= rules["two_apart"] else (0,) * size
    scored = [(_silhouette(apart, labels), labels) for labels in _cuts(apart)]
    best = max((score for score, _ in scored), default=0.0)
    if best < rules["least_silhouette"]:
        return (0,) * size
    near = [labels for score, labels in scored if score >= best - rules["same_silhouette"]]
    return near[0] if len(near) == 1 else max(near, key=lambda labels: (stability(apart, labels), -len(set(labels))))


def _cuts(apart: Matrix) -> list[Labels]:
    most = min(class_rules()["most_classes"], len(apart) - 1)
    return [_cluster(apart, number) for number in range(2, most + 1)]


def _cluster(apart: Matrix, number: int) -> Labels:
    from sklearn.cluster import AgglomerativeClustering

    model = AgglomerativeClustering(n_clusters=number, metric="precomputed", linkage="average")
    return tuple(int(label) for label in model.fit_predict(apart))


def _silhouette(apart: Matrix, labels: Labels) -> float:
    from sklearn.metrics import silhouette_score

    return round(float(silhouette_score(apart, labels, metric="precomputed")), 6)


def stability(apart: Matrix, labels: Labels) -> float:
    """Return how well a clustering survives leaving products out: the mean adjusted Rand index over seeded samples."""
    from sklearn.metrics import adjusted_rand_score

    rules, number, size = class_rules()["bootstrap"], len(set(labels)), len(labels)
    rng = np.random.default_rng(rules["seed"])
    scores: list[float] = []
    for _ in range(rules["rounds"]):
        chosen = np.sort(rng.choice(size, max(int(size * rules["share"]), 2), replace=False))
        if len(chosen) > number:
            again = _cluster(apart[np.ix_(chosen, chosen)], number)
            scores.append(float(adjusted_rand_score([labels[i] for i in chosen], again)))
    return round(float(np.mean(scores)), 6) if scores else 0.0


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


def class_name(attributes: Mapping[str, tuple[str, ...]], *, with_purpose: bool = False) -> str:
    """Return a class's Chinese name from what dominates, such as 税票信用·随借随还."""
    guarantees = attributes["guarantee_types"][:2]
    ground = _ground(attributes)
    purpose = _words("purposes", attributes["purposes"][:1]) if with_purpose else ""
    parts = [
        purpose + ground + _words("guarantee_types", guarantees),
        _words("repayment_methods", attributes["repayment_methods"][:1]),
    ]
    return "·".join(part for part in parts if part) or str(class_rules()["unnamed"])


def _ground(attributes: Mapping[str, tuple[str, ...]]) -> str:
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


def _distinct_names(groups: Sequence[Sequence[Product]]) -> list[str]:
    """Names of classes; two of one name get their main purpose, and a number where that does not tell them apart."""
    attributes = [dominant_attributes(group) for group in groups]
    short = [class_name(own) for own in attributes]
    names = [
        class_name(own, with_purpose=True) if short.count(name) > 1 else name
        for own, name in zip(attributes, short, strict=True)
    ]
    seen: Counter[str] = Counter()
    found: list[str] = []
    for name in names:
        seen[name] += 1
        found.append(f"{name}（{seen[name]}）" if names.count(name) > 1 else name)
    return found
