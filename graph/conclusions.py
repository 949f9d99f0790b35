"""Verdicts written back as finding nodes, so that a person exploring the graph meets conclusions beside facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from firmgraph.graph.references import digest
from firmgraph.graph.store import DerivedNode, DerivedRelation
from firmgraph.graph.verdicts import Certainty, Verdict


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a rule concluded of some parties on a day.

    `subjects` are the parties it is said of, `about` the nodes it rests on, `evidence` the record ids behind it.
    `verdict` is that of a rule's test, None where the rule does not test but names somebody; `value` is what was found
    or measured besides (a colour, a type, a share as a fraction), `unit` in what it was measured.
    """

    rule: str
    pack: str
    as_of: str
    words: str
    verdict: Verdict | None
    certainty: Certainty
    subjects: tuple[str, ...]
    about: tuple[str, ...]
    evidence: tuple[str, ...]
    value: str | None = None
    unit: str | None = None

    @property
    def id(self) -> str:
        """The id of its node: the same rule of the same pack about the same parties on one day is one finding."""
        return f"fnd:{digest(self.rule, self.pack, self.as_of, *sorted(self.subjects), '/', *sorted(self.about))}"


def conclusion_elements(found: Iterable[Conclusion]) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return the nodes and relations to derive: each finding, who has it, and what it rests on."""
    nodes: dict[str, DerivedNode] = {}
    relations: dict[tuple[str, str, str], DerivedRelation] = {}
    for one in found:
        told = {"name": one.words, "rule": one.rule, "pack": one.pack, "verdict": one.verdict, "value": one.value}
        told |= {"unit": one.unit, "certainty": one.certainty, "as_of": one.as_of}
        stated = {name: value for name, value in told.items() if value is not None}
        nodes[one.id] = DerivedNode(one.id, "finding", stated, tuple(sorted(set(one.evidence))))
        for kind, start, end in (
            *(("has_finding", subject, one.id) for subject in one.subjects),
            *(("rests_on", one.id, node) for node in one.about),
        ):
            relations[kind, start, end] = DerivedRelation(kind, start, end)
    return list(nodes.values()), list(relations.values())
