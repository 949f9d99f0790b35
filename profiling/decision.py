"""The decision record: what was asked, on which data and rules, what came of it, and its place in the graph."""

from firmgraph.graph.normal.names import name_key
from firmgraph.graph.references import node_id
from firmgraph.graph.store import DerivedNode, DerivedRelation
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.canonical import canonical_json
from firmgraph.profiling.classes import ProductClass


def decision_record(answer: MatchAnswer) -> str:
    """Return the decision as canonical JSON: the same request on the same data and rules gives the same bytes."""
    return canonical_json(answer.wire())


def decision_nodes(answer: MatchAnswer) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return the decision with the records it rests on, its offers and the product classes, for the graph."""
    subject, day = answer.facts.subject, answer.facts.day
    name = answer.facts.described.node.name if answer.facts.described else subject
    properties = {"name": f"{name} {day}", "as_of": day, "body": decision_record(answer)}
    nodes = [DerivedNode(answer.decision_id, "decision", properties, answer.evidence)]
    relations = [DerivedRelation("decided_in", subject, answer.decision_id)] if answer.facts.described else []
    for place, offer in enumerate(answer.offers, 1):
        relations.append(
            DerivedRelation(
                "offered", answer.decision_id, product_node(offer.product.product_id), properties={"rank": place}
            )
        )
    class_nodes, memberships = class_graph([choice.product_class for choice in answer.choices])
    return nodes + class_nodes, relations + memberships


def class_graph(classes: list[ProductClass]) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return product classes and the membership of their products, to be written into the graph."""
    nodes = [DerivedNode(own.id, "product_class", {"name": own.name}) for own in classes]
    relations = [DerivedRelation("in_class", product_node(member), own.id) for own in classes for member in own.members]
    return nodes, relations


def product_node(product_id: str) -> str:
    """Return the node id of a product."""
    return node_id("prd", name_key(product_id))
