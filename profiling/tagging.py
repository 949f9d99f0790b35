"""The tags of a firm from its texts and the fields of its records, and those tags as nodes of the graph (row 4-05).

Keywords and fields make tags; so does what is read of its cases, and of its industry where no record states one.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.ontology import organisation_kinds
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore, all_neighbours
from firmgraph.nlp.book import Dossier, tag_book
from firmgraph.nlp.keywords import Keyword
from firmgraph.nlp.tags import Tag, TagResult, tag_texts
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.fields import field_records
from firmgraph.profiling.industry import FirmIndustry, industry_of, industry_tags
from firmgraph.profiling.litigation import CASE_KINDS, Case, case_tags, cases_of
from firmgraph.profiling.read_tags import joined
from firmgraph.profiling.texts import text_columns, texts_of


@dataclass(frozen=True, slots=True)
class FirmTags:
    """The keywords and tags of a firm, and what was read of its cases and its industry."""

    result: TagResult
    cases: tuple[Case, ...]
    industry: FirmIndustry

    @property
    def keywords(self) -> Sequence[Keyword]:
        """The keywords, by falling weight."""
        return self.result.keywords

    @property
    def tags(self) -> Sequence[Tag]:
        """The tags, by falling weight."""
        return self.result.tags

    def to_wire(self) -> dict[str, Any]:
        """The body of the tags answer."""
        read = {"cases": [case.wire() for case in self.cases], "industry": self.industry.wire()}
        return {**self.result.to_wire(), **read}


def tags_of(facts: Facts) -> FirmTags:
    """Return the keywords and tags of all that is known of a firm on the day of the facts."""
    today = date.fromisoformat(facts.day)
    return _read(facts, tag_texts(texts_of(facts), today, field_records(facts)))


def _read(facts: Facts, result: TagResult) -> FirmTags:
    cases, industry = cases_of(facts), industry_of(facts)
    made = (*case_tags(cases), *industry_tags(industry))
    return FirmTags(joined(result, made, date.fromisoformat(facts.day)), cases, industry)


def tags_of_all(store: GraphStore, at: Moment = NOW, processes: int = 1) -> Iterator[tuple[str, FirmTags]]:
    """Yield every enterprise of the store with its tags, ordered by id."""
    waiting: deque[Facts] = deque()
    for firm, result in tag_book(_dossiers(store, at, waiting), processes, date.fromisoformat(at.day)):
        yield firm, _read(waiting.popleft(), result)


def _dossiers(store: GraphStore, at: Moment, waiting: deque[Facts]) -> Iterator[Dossier]:
    """Yield what is to be tagged; the facts wait for the tags, which come in the same order."""
    kinds = sorted({*text_columns(), *taxonomy().columns_by_kind, *CASE_KINDS})
    organisations = organisation_kinds()
    firms = [node.id for node in store.stream() if node.kind in organisations]
    for firm in firms:
        facts = gather(store, firm, at, kinds=kinds)
        if facts.described is not None:
            waiting.append(facts)
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
