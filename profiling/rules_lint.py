"""The lint of rule packs: files that cannot be read, expressions, dates with a gap, citations of what is superseded."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack, pack_files, read_pack
from firmgraph.profiling.citations import Citation, citations, normal
from firmgraph.profiling.conditions_judged import NAMES
from firmgraph.profiling.expression import read_expression
from firmgraph.profiling.features_graph import GRAPH_FEATURES
from firmgraph.profiling.grade import read_table
from firmgraph.profiling.models.score_grade import read_scale
from firmgraph.profiling.models.watch_lines import read_lines
from firmgraph.profiling.rank import weights_of

Place = tuple[str, str]
_READ: Mapping[str, Callable[[RulePack], object]] = {
    "ranking": weights_of,
    "client-grades": lambda pack: read_table(pack.parameters),
    "score-grades": read_scale,
    "model-watch": read_lines,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: its kind, the pack, family or file at fault, and a sentence."""

    kind: str
    place: str
    words: str

    def wire(self) -> dict[str, str]:
        """The body of a fault."""
        return {"kind": self.kind, "place": self.place, "words": self.words}


def lint(day: str, files: Sequence[Path] | None = None) -> list[Fault]:
    """Return all that is wrong with the packs of some files, else of this installation, as they stand on a day."""
    found, packs = [], []
    for path in pack_files() if files is None else files:
        try:
            packs.append(read_pack(path))
        except InvalidInput as error:
            found.append(Fault("file", path.name, error.detail))
    return [*found, *pack_faults(packs, day)]


def pack_faults(packs: Sequence[RulePack], day: str) -> list[Fault]:
    """Return what is wrong with packs that could be read."""
    found = [*_doubles(packs), *_gaps(packs)]
    for pack in packs:
        found += [*_expression_faults(pack), *_parameter_faults(pack), *_citation_faults(pack, day)]
    return found


def accepted_citations(packs: Iterable[RulePack]) -> list[tuple[str, str]]:
    """Return the packs that may cite what is superseded, each with the reason."""
    told = ((pack.id, citations().acceptance(pack.id)) for pack in packs)
    return [(pack, reason) for pack, reason in told if reason is not None]


def _doubles(packs: Iterable[RulePack]) -> Iterator[Fault]:
    seen: set[str] = set()
    for pack in packs:
        if pack.id in seen:
            yield Fault("id", pack.id, "two files claim this id")
        seen.add(pack.id)


def _gaps(packs: Iterable[RulePack]) -> Iterator[Fault]:
    """Days between packs of a family on which none of them is in force; optional packs fill no gap."""
    families: defaultdict[str, list[RulePack]] = defaultdict(list)
    for pack in packs:
        if not pack.optional:
            families[pack.family].append(pack)
    for family, members in sorted(families.items()):
        last: str | None = ""
        for pack in sorted(members, key=lambda one: (one.effective_from, one.id)):
            if last and _day_after(last) < pack.effective_from:
                words = f"no pack is in force from {_day_after(last)} until {pack.id} begins on {pack.effective_from}"
                yield Fault("gap", family, words)
            if last is not None:
                last = None if pack.effective_to is None else max(last, pack.effective_to)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _expression_faults(pack: RulePack) -> Iterator[Fault]:
    allowed = NAMES | citations().names | {one.__name__ for one in GRAPH_FEATURES} | set(pack.parameters)
    for place, text in _expressions(pack):
        try:
            unknown = sorted(set(read_expression(text).names) - allowed)
        except InvalidInput as error:
            yield Fault("expression", pack.id, f"{place}: {error.detail}")
            continue
        if unknown:
            words = f"{place}: {', '.join(unknown)} is no feature, no term of a request and no parameter"
            yield Fault("name", pack.id, words)


def _expressions(pack: RulePack) -> Iterator[Place]:
    if pack.expression is not None:
        yield "expression", pack.expression
    yield from _nested(pack.parameters, "parameters")


def _nested(value: Any, place: str) -> Iterator[Place]:
    """The expressions within parameters, each with where it stands."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in citations().expressions and isinstance(inner, str):
                yield f"{place}.{name}", inner
            else:
                yield from _nested(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _nested(inner, f"{place}.{number}")


def _parameter_faults(pack: RulePack) -> Iterator[Fault]:
    read = _READ.get(pack.family)
    if read is None:
        return
    try:
        read(pack)
    except (InvalidInput, ArithmeticError, KeyError, TypeError, ValueError) as error:
        told = error.detail if isinstance(error, InvalidInput) else f"{type(error).__name__} in its parameters"
        yield Fault("parameters", pack.id, told)


def _citation_faults(pack: RulePack, day: str) -> Iterator[Fault]:
    """Superseded documents that a pack in force cites, and superseded words it judges by without their successor."""
    if not pack.in_force(day) or citations().acceptance(pack.id) is not None:
        return
    judged_by = f"{pack.title} {pack.expression or ''} {pack.parameters}"
    for citation in citations().documents:
        yield from _superseded(pack.id, citation, pack.document, day)
    for citation in citations().words:
        if normal(citation.superseded_by) not in normal(judged_by):
            yield from _superseded(pack.id, citation, judged_by, day)


def _superseded(pack: str, citation: Citation, text: str, day: str) -> Iterator[Fault]:
    name = citation.named_in(text)
    if name is not None and citation.day <= day:
        words = f"it is in force and cites {name}, in whose place stands {citation.superseded_by} since {citation.day}"
        yield Fault("citation", pack, words)
