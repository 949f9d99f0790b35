"""Verdicts written back as finding nodes, so that a person exploring the graph meets conclusions beside facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from firmgraph.graph.references import digest
from firmgraph.graph.store import DerivedNode, DerivedRelation


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a rule concluded of some parties on a day.

    `subjects` are the parties it is said of, `about` the other nodes it rests on, `evidence` the record ids behind it.
    `certainty` is confirmed or suspected; `verdict` what the rule says (PASS, FAIL, UNKNOWN, or its own word).
    """

    rule: str
    pack: str
    as_of: str
    words: str
    verdict: str
    certainty: str
    subjects: tuple[str, ...]
    about: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its node: the same rule of the same pack about the same parties on one day is one finding."""
        return f"fnd:{digest(self.rule, self.pack, self.as_of, *sorted(self.subjects), '/', *sorted(self.about))}"


def conclusion_elements(found: Iterable[Conclusion]) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return the nodes and relations to derive: each finding, who has it, and what it rests on."""
    nodes: dict[str, DerivedNode] = {}
    relations: dict[tuple[str, str, str], DerivedRelation] = {}
    for one in found:
        told = {"name": one.words, "rule": one.rule, "pack": one.pack, "verdict": one.verdict}
        told |= {"certainty": one.certainty, "as_of": one.as_of}
        nodes[one.id] = DerivedNode(one.id, "finding", told, tuple(sorted(set(one.evidence))))
        for kind, start, end in (
            *(("has_finding", subject, one.id) for subject in one.subjects),
            *(("rests_on", one.id, node) for node in one.about),
        ):
            relations[kind, start, end] = DerivedRelation(kind, start, end)
    return list(nodes.values()), list(relations.values())
