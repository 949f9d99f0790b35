"""The tags of a firm from its texts and the fields of its records, and those tags as nodes of the graph (row 4-05)."""

from collections.abc import Iterable
from datetime import date

from firmgraph.graph.store import DerivedNode, DerivedRelation
from firmgraph.nlp.tags import Tag, TagResult, tag_texts
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.fields import field_records
from firmgraph.profiling.texts import texts_of


def tags_of(facts: Facts) -> TagResult:
    """Return the keywords and tags of all that is known of a firm on the day of the facts."""
    return tag_texts(texts_of(facts), date.fromisoformat(facts.day), field_records(facts))


def tag_nodes(facts: Facts, tags: Iterable[Tag]) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return a firm's tags as nodes, shared by all firms, and the relations that tie the firm to them."""
    nodes, relations = [], []
    for tag in tags:
        told = {"name": tag.label_zh, "group": tag.group, "label_en": tag.label_en}
        nodes.append(DerivedNode(f"tag:{tag.tag}", "tag", told))
        properties = {"weight": tag.weight, "as_of": facts.day}
        relations.append(DerivedRelation("tagged", facts.subject, f"tag:{tag.tag}", properties=properties))
    return nodes, relations
