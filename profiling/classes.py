"""Product classes: products clustered by mixed attributes, or assigned by the bank, and named (row 4-10).

The result depends on the set of products alone: not on their order, and not on the client. A class's id comes from the
product that came into the catalogue first, so that it stays when later ones join.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firmgraph.graph.references import digest
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.class_names import distinct_names, dominant_attributes, numbered
from firmgraph.profiling.clustering import best_clusters
from firmgraph.profiling.distance import class_rules, distances

Taxonomy = tuple[tuple[str, str], ...]
Group = list[Product]


@dataclass(frozen=True, slots=True)
class ProductClass:
    """A class of products; its id comes from its oldest product or its assigned name, its name from what dominates."""

    id: str
    name: str
    members: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]


def classify(products: Iterable[Product], assigned: Mapping[str, str] | None = None) -> tuple[ProductClass, ...]:
    """Return the classes of some products, ordered by their first product; none for no products.

    `assigned` names the class of a product by its id (else the table of classes does): such products are not
    clustered. Products of different sides never share a class, assigned or not.
    """
    taxonomy: Mapping[str, str] = class_rules()["assigned"] if assigned is None else assigned
    ordered = tuple(sorted(products, key=lambda product: product.product_id))
    return _classify(ordered, tuple(sorted(taxonomy.items())))


@lru_cache(maxsize=16)
def _classify(products: tuple[Product, ...], taxonomy: Taxonomy) -> tuple[ProductClass, ...]:
    names, own = dict(taxonomy), [product for product in products if product.product_id in dict(taxonomy)]
    free = [product for product in products if product.product_id not in names]
    found = [*_assigned_classes(own, names), *_found_classes(free)]
    return tuple(sorted(found, key=lambda one: one.members[0]))


def _assigned_classes(products: Sequence[Product], names: Mapping[str, str]) -> list[ProductClass]:
    groups: dict[tuple[str, tuple[str, ...]], Group] = {}
    for product in products:
        groups.setdefault((names[product.product_id], side_of(product)), []).append(product)
    titles = numbered([name for name, _ in groups])
    return [
        _class(digest("assigned", name, *side), title, group)
        for ((name, side), group), title in zip(groups.items(), titles, strict=True)
    ]


def _found_classes(products: Sequence[Product]) -> list[ProductClass]:
    groups = sorted(_clustered(products), key=lambda group: group[0].product_id)
    titles = distinct_names([dominant_attributes(group) for group in groups])
    return [
        _class(digest(founder(group).product_id), title, group) for group, title in zip(groups, titles, strict=True)
    ]


def _class(key: str, name: str, group: Group) -> ProductClass:
    return ProductClass(f"cls:{key}", name, tuple(p.product_id for p in group), dominant_attributes(group))


def founder(products: Iterable[Product]) -> Product:
    """Return the product that came into the catalogue first; of those of one day, the first by id."""
    return min(products, key=lambda product: (product.since, product.product_id))


def side_of(product: Product) -> tuple[str, ...]:
    """Return the side of a product by each rule of what must not merge, such as ("secured", "enterprise")."""
    return tuple(
        "+".join(name for name, words in rule["sides"].items() if set(words) & set(getattr(product, rule["attribute"])))
        or rule["unstated"]
        for rule in class_rules()["must_not_merge"]
    )


def _clustered(products: Sequence[Product]) -> Iterable[Group]:
    sides: dict[tuple[str, ...], Group] = {}
    for product in products:
        sides.setdefault(side_of(product), []).append(product)
    for side in sides.values():
        groups: dict[int, Group] = {}
        for product, label in zip(side, best_clusters(distances(side), class_rules()).labels, strict=True):
            groups.setdefault(label, []).append(product)
        yield from groups.values()
