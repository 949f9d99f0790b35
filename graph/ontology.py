"""The ontology: node kinds, relation kinds and their properties, read once from ontology.yaml."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from firmgraph.errors import InvalidInput

_FILE = Path(__file__).parent / "ontology.yaml"


class Property(BaseModel):
    """A property of a node or relation kind: type, unit, labels, personal-data class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    zh: str
    en: str
    unit: str | None = None
    personal: str | None = None
    search: bool = False
    index: bool = False


class NodeKind(BaseModel):
    """A kind of node: its Neo4j label, id prefix and properties."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    prefix: str
    zh: str
    en: str
    family: str | None = None
    vocabulary: bool = False
    derived: bool = False
    properties: Mapping[str, Property] = Field(default_factory=dict)

    @property
    def key_label(self) -> str:
        """The label that carries the uniqueness constraint: the family's where there is one."""
        return self.family or self.label


class RelationKind(BaseModel):
    """A kind of relation: its Neo4j type, the kinds at its ends and its properties."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    zh: str
    en: str
    from_: tuple[str, ...] = Field(alias="from")
    to: tuple[str, ...]
    aggregate: bool = False
    derived: bool = False
    properties: Mapping[str, Property] = Field(default_factory=dict)


class Family(BaseModel):
    """Kinds that share an id prefix, so that a party can change kind and keep its id."""

    prefix: str
    zh: str
    en: str


class Ontology(BaseModel):
    """Every node and relation kind there is."""

    version: int
    effective_from: Any
    nodes: Mapping[str, NodeKind]
    families: Mapping[str, Family]
    relations: Mapping[str, RelationKind]

    def kinds_at(self, end: str) -> frozenset[str]:
        """Return the node kinds an end names: a kind, `organisation`, `party` or `any`."""
        organisations = frozenset(k for k, v in self.nodes.items() if v.family == "Organisation")
        groups = {"organisation": organisations, "party": organisations | {"person"}, "any": frozenset(self.nodes)}
        return groups.get(end) or frozenset({end})

    def key_label(self, node_id: str) -> str:
        """Return the Neo4j label under which a node id is unique, told by its prefix."""
        return key_labels()[node_id.split(":", 1)[0]]


@cache
def ontology() -> Ontology:
    """The ontology of this installation."""
    return Ontology.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def key_labels() -> Mapping[str, str]:
    """The key label of each id prefix."""
    return {kind.prefix: kind.key_label for kind in ontology().nodes.values()}


def relation_kinds(told: Iterable[str]) -> tuple[str, ...]:
    """Return the relation kinds that texts name, ascending: by kind (`holds`) or by type in Neo4j (`HOLDS`), in any
    case; raise InvalidInput, telling those there are.
    """
    named, known = _relation_names(), ontology().relations
    wanted = [text.strip().lower() for text in told]
    if not named.keys() >= set(wanted):
        raise InvalidInput(
            f"not a kind of relation; there are: {', '.join(sorted(known))}", field="kinds", known=sorted(known)
        )
    return tuple(sorted({kind for text in wanted for kind in named[text]}))


@cache
def _relation_names() -> Mapping[str, frozenset[str]]:
    """The relation kinds by their names and types, in lower case."""
    found: dict[str, frozenset[str]] = {}
    for kind, stated in ontology().relations.items():
        for name in {kind, stated.type.lower()}:
            found[name] = found.get(name, frozenset()) | {kind}
    return found


@cache
def organisation_kinds() -> frozenset[str]:
    """Node kinds of organisations: enterprises, sole traders, partnerships, public bodies."""
    return ontology().kinds_at("organisation")


@cache
def vocabulary_kinds() -> frozenset[str]:
    """Node kinds shared by many enterprises, which live as long as a relation points at them."""
    return frozenset(name for name, kind in ontology().nodes.items() if kind.vocabulary)


@cache
def vocabulary_prefixes() -> frozenset[str]:
    """Id prefixes of vocabulary nodes."""
    return frozenset(kind.prefix for kind in ontology().nodes.values() if kind.vocabulary)


@cache
def derived_kinds() -> frozenset[str]:
    """Node and relation kinds that firmgraph concludes and no record states."""
    known = ontology()
    return frozenset(n for n, k in known.nodes.items() if k.derived) | frozenset(
        n for n, k in known.relations.items() if k.derived
    )


@cache
def aggregate_kinds() -> frozenset[str]:
    """Relation kinds in which many records make one relation."""
    return frozenset(name for name, kind in ontology().relations.items() if kind.aggregate)
