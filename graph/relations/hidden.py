"""Hidden relations: firms that share a phone, a mail domain, an address … and what each clue says for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log1p, prod
from typing import Any

from firmgraph.graph.relations.contacts import contacts
from firmgraph.graph.relations.hubs import damping, is_public, line_of, openly_related, sharing
from firmgraph.graph.relations.parameters import hidden_parameters
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Clue:
    """What hints at a relation of two firms.

    `chance` is how likely it alone makes them belong together after damping, `share` its part of the score: 0 for a
    second clue of the same kind; what a stronger one implies (the building of a shared address) is not told. `users`
    and `groups` say how many firms, and how many groups of otherwise related firms, share the contact; past `line`
    groups it would link nobody.
    """

    kind: str
    name: str
    contact: str | None
    chance: float
    share: float
    users: int
    groups: int
    line: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiddenRelation:
    """A suspected relation of a firm with another; `openly` tells that stated relations join them as well."""

    id: str
    name: str
    score: float
    clues: tuple[Clue, ...]
    openly: bool
    words: str
    words_en: str
    certainty: str = "suspected"

    @property
    def evidence(self) -> tuple[str, ...]:
        """The record ids behind the clues."""
        return tuple(dict.fromkeys(record for clue in self.clues for record in clue.evidence))


@dataclass(frozen=True, slots=True)
class _Link:
    """A contact of a firm that links: to be told of each firm in `others`, by the evidence of either side."""

    clue: Mapping[str, Any]
    chance: float
    keys: tuple[int, int]
    users: int
    groups: int
    line: int
    others: tuple[int, ...]


def hidden_relations(
    view: View, firm: int, *, least: float | None = None, limit: int = 100
) -> tuple[HiddenRelation, ...]:
    """Return the firms suspected of a hidden relation with a firm, the likeliest first, those of a score from `least`.

    `least` is by default the bank's line of what is worth telling.
    """
    line = hidden_parameters()["report_from"] if least is None else least
    linked: dict[int, list[_Link]] = {}
    for link in _links(view, firm):
        for other in link.others:
            linked.setdefault(other, []).append(link)
    scored = ((other, _score(_strongest(view, links))) for other, links in linked.items())
    ranked = sorted((-score, view.id(other), other) for other, score in scored if score >= line)
    return tuple(_told(view, firm, other, linked[other]) for _, _, other in ranked[:limit])


def _links(view: View, firm: int) -> Iterator[_Link]:
    for clue in hidden_parameters()["clues"]:
        yield from (_adjacent if clue["kind"] == "adjacent_phone" else _shared)(view, firm, clue)


def _shared(view: View, firm: int, clue: Mapping[str, Any]) -> Iterator[_Link]:
    """Yield the links by the contacts of a firm that others share and that are no hubs."""
    kind = clue["kind"]
    known, line = contacts(view, kind), line_of(view, kind)
    for key in known.of_firm(firm):
        users, groups = sharing(view, kind).of(key)
        left = damping(groups, line)
        if 1 < users <= hidden_parameters()["most_users"] and left > 0 and not is_public(kind, known.name(view, key)):
            others = tuple(other for other in known.users(key) if other != firm)
            yield _Link(clue, clue["chance"] * left, (key, key), users, groups, line, others)


def _adjacent(view: View, firm: int, clue: Mapping[str, Any]) -> Iterator[_Link]:
    """Yield the links by phone numbers next to those of a firm; the firms of both numbers count together."""
    phones, shared, line = contacts(view, "phone"), sharing(view, "phone"), line_of(view, "adjacent_phone")
    for key in phones.of_firm(firm):
        for near in _numbers_near(view, phones.name(view, key)):
            users, groups = (a + b for a, b in zip(shared.of(key), shared.of(near), strict=True))
            left = damping(groups, line)
            others = tuple(other for other in phones.users(near) if other != firm)
            if left > 0 and others:
                yield _Link(clue, clue["chance"] * left, (key, near), users, groups, line, others)


def _numbers_near(view: View, number: str) -> list[int]:
    near = hidden_parameters()["adjacent"]
    if not number.isdecimal() or len(number) < near["digits"]:
        return []
    steps = [step for step in range(-near["within"], near["within"] + 1) if step]
    wanted = [str(int(number) + step).zfill(len(number)) for step in steps]
    return [found for digits in wanted if (found := view.index(f"tel:{digits}")) is not None]


def _family(view: View, link: _Link) -> str:
    """Return what is told once by its strongest clue; changes on different days are told apart."""
    if link.clue["kind"] == "change":
        return contacts(view, "change").name(view, link.keys[0])[:10]
    return str(link.clue["family"])


def _strongest(view: View, links: list[_Link]) -> list[_Link]:
    """Return the links that count: of each family the likeliest, among equals the first in the pack, then by name."""
    best: dict[str, _Link] = {}
    for link in sorted(links, key=lambda link: (-link.chance, _order(link.clue), _name(view, link))):
        best.setdefault(_family(view, link), link)
    return list(best.values())


def _order(clue: Mapping[str, Any]) -> int:
    return [c["kind"] for c in hidden_parameters()["clues"]].index(clue["kind"])


def _score(counted: list[_Link]) -> float:
    return 1.0 - prod(sorted(1.0 - link.chance for link in counted))


def _name(view: View, link: _Link) -> str:
    """Return the contact a link is by; of neighbouring numbers both."""
    known = contacts(view, _shown_kind(link.clue))
    return " / ".join(dict.fromkeys(known.name(view, key) for key in link.keys))


def _shown_kind(clue: Mapping[str, Any]) -> str:
    return "phone" if clue["kind"] == "adjacent_phone" else str(clue["kind"])


def _told(view: View, firm: int, other: int, links: list[_Link]) -> HiddenRelation:
    counted = _strongest(view, links)
    weight = sum(sorted(-log1p(-link.chance) for link in counted))
    clues = []
    for link in links:
        strongest = next(one for one in counted if _family(view, one) == _family(view, link))
        if link is strongest or link.clue["kind"] == strongest.clue["kind"]:
            share = -log1p(-link.chance) / weight if link is strongest else 0.0
            clues.append(_clue(view, (firm, other), link, share))
    clues.sort(key=lambda clue: (-clue.share, -clue.chance, clue.kind, clue.name))
    score = _score(counted)
    return HiddenRelation(
        view.id(other), view.name(other), round(score, 6), tuple(clues), openly_related(view).joins(firm, other),
        _words(score, clues, "zh"), _words(score, clues, "en"),
    )  # fmt: skip


def _clue(view: View, pair: tuple[int, int], link: _Link, share: float) -> Clue:
    known = contacts(view, _shown_kind(link.clue))
    told = [known.evidence(firm, key) for firm, key in zip(pair, link.keys, strict=True)]
    return Clue(
        link.clue["kind"], _name(view, link), known.node_id(view, link.keys[0]), round(link.chance, 6), round(share, 6),
        link.users, link.groups, link.line, tuple(dict.fromkeys(record for side in told for record in side)),
    )  # fmt: skip


def _words(score: float, clues: list[Clue], language: str) -> str:
    """Return why two firms are suspected to be related, the strongest clue first."""
    known = {clue["kind"]: clue for clue in hidden_parameters()["clues"]}
    band = next(band for band in hidden_parameters()["bands"] if score >= band["from"])
    if language == "zh":
        return f"{band['zh']}关联：" + "、".join(f"{known[clue.kind]['zh']}（{clue.name}）" for clue in clues)
    return f"{band['en']} relation: " + ", ".join(f"{known[clue.kind]['en']} ({clue.name})" for clue in clues)
