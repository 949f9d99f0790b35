"""The tags of a firm from its texts and the fields of its records, and those tags as nodes of the graph (row 4-05)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.ontology import organisation_kinds
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore, all_neighbours
from firmgraph.nlp.book import Dossier, tag_book
from firmgraph.nlp.tags import Tag, TagResult, tag_texts
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.fields import field_records
from firmgraph.profiling.texts import text_columns, texts_of


def tags_of(facts: Facts) -> TagResult:
    """Return the keywords and tags of all that is known of a firm on the day of the facts."""
    return tag_texts(texts_of(facts), date.fromisoformat(facts.day), field_records(facts))


def tags_of_all(store: GraphStore, at: Moment = NOW, processes: int = 1) -> Iterator[tuple[str, TagResult]]:
    """Yield every enterprise of the store with its tags, ordered by id."""
    return tag_book(_dossiers(store, at), processes, date.fromisoformat(at.day))


def _dossiers(store: GraphStore, at: Moment) -> Iterator[Dossier]:
    kinds, organisations = sorted(text_columns().keys() | taxonomy().columns_by_kind.keys()), organisation_kinds()
    firms = [node.id for node in store.stream() if node.kind in organisations]
    for firm in firms:
        facts = gather(store, firm, at, kinds=kinds)
        if facts.described is not None:
            yield Dossier(facts.subject, texts_of(facts), field_records(facts))


def tag_nodes(firm: str, day: str, tags: Iterable[Tag]) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return a firm's tags on a day as nodes, shared by all firms, and the relations that tie the firm to them."""
    nodes, relations = [], []
    for tag in tags:
        told = {"name": tag.label_zh, "group": tag.group, "label_en": tag.label_en}
        nodes.append(DerivedNode(f"tag:{tag.tag}", "tag", told))
        properties = {"weight": tag.weight, "as_of": day}
        relations.append(DerivedRelation("tagged", firm, f"tag:{tag.tag}", properties=properties))
    return nodes, relations


def kept_tags(store: GraphStore, at: Moment = NOW) -> dict[str, dict[str, float]]:
    """Return the weights of the tags kept in the graph, by firm: those of the last day each firm was tagged."""
    found: defaultdict[str, defaultdict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for rule in taxonomy().tags:
        for firm in all_neighbours(store, f"tag:{rule.id}", at, ["tagged"]) if store.node(f"tag:{rule.id}") else ():
            told = firm.relation.properties
            found[firm.node.id][told["as_of"]][rule.id] = told["weight"]
    return {firm: by_day[max(by_day)] for firm, by_day in found.items()}
