"""Finding organisations by what a person types: a code, a whole name, a former name, its beginning, or any part of
it.
"""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from firmgraph.graph.elements import Hit
from firmgraph.graph.ingest.merges import claims_for
from firmgraph.graph.ingest.resolution import Resolver
from firmgraph.graph.ingest.tables import NodeRow
from firmgraph.graph.normal.identifiers import looks_like_uscc
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.ontology import organisation_kinds
from firmgraph.graph.shelves import Shelves

MOST_CANDIDATES = 300
MOST_PAIRS = 12
CANDIDATES_OF_A_PAIR = 100
NEAR_ENOUGH = 42.0
_GENERIC = ("有限责任公司", "股份有限公司", "有限公司", "公司")


@lru_cache(maxsize=1 << 17)
def _word(pair: str) -> str:
    return f"{ord(pair[0]):x}z{ord(pair[1]):x}"


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text, each as one index word."""
    return [_word(text[i : i + 2]) for i in range(len(text) - 1)]


def names_in(row: NodeRow) -> list[tuple[str, str]]:
    """Return the (field, name) pairs a node is found by."""
    former = [("former_names", str(name)) for name in row.properties.get("former_names", ())]
    return [("name", str(row.properties.get("name", ""))), *former]


def name_parts(row: NodeRow) -> str:
    """Return the pairs of neighbouring characters of all names of an organisation, for the text index; else nothing."""
    if row.kind not in organisation_kinds():
        return ""
    return " ".join(sorted({pair for _, name in names_in(row) for pair in pairs(name_key(name))}))


def search_names(shelves: Shelves, text: str, wanted: int) -> list[Hit]:
    """Return up to `wanted` organisations: by code or number, then exact names, then beginnings, then parts, best
    first.
    """
    key = name_key(text)
    if not key:
        return []
    found: dict[str, Hit] = {}
    for hit in _by_code(shelves, key):
        found.setdefault(hit.node.id, hit)
    for hit in _by_claim(shelves, key):
        found.setdefault(hit.node.id, hit)
    if len(found) < wanted and len(key) > 1:
        for hit in _by_part(shelves, key):
            found.setdefault(hit.node.id, hit)
    return (list(found.values()) or _near(shelves, key))[:wanted]


def _near(shelves: Shelves, key: str) -> list[Hit]:
    """Return the organisations whose names are most like a text that no name contains: somebody mistyped."""
    core = key
    for ending in _GENERIC:
        core = core.removesuffix(ending)
    asked = (shelves.nodes_named([pair], CANDIDATES_OF_A_PAIR) for pair in pairs(core)[:MOST_PAIRS])
    rows = {row.id: row for found in asked for row in found if row.live}
    hits = [_scored(row, key) for row in rows.values()]
    return sorted((h for h in hits if h.score >= NEAR_ENOUGH), key=_best_first)


def _by_code(shelves: Shelves, key: str) -> Iterable[Hit]:
    lookups = [f"ent:{key}"] if looks_like_uscc(key) else [f"ent:reg:{key}"] if key.isdigit() else []
    settled = [Resolver(claims_for([reference], (), shelves)).node(reference) for reference in lookups]
    for row in shelves.nodes(settled).values():
        if row.live:
            yield Hit(row.element(), "uscc" if row.properties.get("uscc") == key else "reg_no", key, 100.0)


def _by_claim(shelves: Shelves, key: str) -> list[Hit]:
    claims = shelves.claims_from(key, MOST_CANDIDATES)
    resolver = Resolver(claims_for({c.node for c in claims}, (), shelves))
    rows = shelves.nodes({resolver.node(c.node) for c in claims})
    hits = [_scored(row, key) for row in rows.values() if row.live]
    return sorted((h for h in hits if name_key(h.text).startswith(key)), key=_best_first)


def _by_part(shelves: Shelves, key: str) -> list[Hit]:
    rows = shelves.nodes_named(pairs(key), MOST_CANDIDATES)
    hits = [_scored(row, key) for row in rows if row.live]
    return sorted((h for h in hits if key in name_key(h.text)), key=_best_first)


def _scored(row: NodeRow, key: str) -> Hit:
    scored = [(_score(name_key(name), key), field, name) for field, name in names_in(row)]
    score, field, name = max(scored, key=lambda s: s[0])
    return Hit(row.element(), field, name, score)


def _score(name: str, key: str) -> float:
    """Return how well a name answers a text: 100 the same, 90 and more its beginning, 80 and more a part, below that
    its likeness.
    """
    if name == key:
        return 100.0
    likeness = fuzz.ratio(name, key) / 10
    if name.startswith(key):
        return round(89 + likeness, 1)
    if key in name:
        return round(79 + likeness, 1)
    # A short text can only be like a part of a long name.
    return round(max(likeness, 0.09 * fuzz.partial_ratio(name, key)) * 7, 1)


def _best_first(hit: Hit) -> tuple[float, str, str]:
    return (-hit.score, hit.text, hit.node.id)
