"""The style of Neo4j Browser (.grass), made from the ontology and the palette."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from firmgraph.graph.ontology import ontology

_PALETTE = Path(__file__).parent / "palette.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NodeLook(_Strict):
    """How some kinds of node are shown."""

    kinds: tuple[str, ...]
    color: str
    border: str
    text: str
    diameter: str


class RelationLook(_Strict):
    """How some kinds of relation are shown."""

    kinds: tuple[str, ...] = ()
    color: str
    width: str


class Palette(_Strict):
    """How every kind is shown; relations that no entry names look like `other_relations`."""

    version: int
    effective_from: object
    nodes: tuple[NodeLook, ...]
    relations: tuple[RelationLook, ...]
    other_relations: RelationLook
    told: Mapping[str, str]


@cache
def palette() -> Palette:
    """Return the palette of this installation."""
    return Palette.model_validate(yaml.safe_load(_PALETTE.read_text(encoding="utf-8")))


@cache
def style_text() -> str:
    """Return the style: a rule for each label and each relation type, captions in Chinese."""
    return "\n".join([*_node_rules(), *_relation_rules()]) + "\n"


def _node_rules() -> Iterator[str]:
    looks = {kind: look for look in palette().nodes for kind in look.kinds}
    yield _node_rule("node", looks["unknown"])
    # Every organisation bears its family's label beside its own: the later rule outranks the earlier one.
    yield _node_rule("node.Organisation", looks["enterprise"])
    for name, kind in ontology().nodes.items():
        yield _node_rule(f"node.{kind.label}", looks[name])


def _node_rule(selector: str, look: NodeLook) -> str:
    return (
        f"{selector} {{ diameter: {look.diameter}; color: {look.color}; border-color: {look.border}; "
        f"border-width: 2px; text-color-internal: {look.text}; font-size: 10px; caption: '{{name}}'; }}"
    )


def _relation_rules() -> Iterator[str]:
    looks = {kind: look for look in palette().relations for kind in look.kinds}
    yield _relation_rule("relationship", palette().other_relations, "<type>")
    for name, kind in ontology().relations.items():
        told = palette().told.get(name)
        caption = f"{kind.zh} {{{told}}}" if told else kind.zh
        yield _relation_rule(f"relationship.{kind.type}", looks.get(name, palette().other_relations), caption)


def _relation_rule(selector: str, look: RelationLook, caption: str) -> str:
    return (
        f"{selector} {{ shaft-width: {look.width}; color: {look.color}; border-color: {look.color}; font-size: 10px; "
        f"padding: 3px; text-color-external: #1f2933; text-color-internal: #ffffff; caption: '{caption}'; }}"
    )
