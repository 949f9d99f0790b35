"""Who is party to a case, in which role; those who speak or act for a party are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from firmgraph.nlp.litigation.judgment import Party, Role
from firmgraph.nlp.litigation.names import Name, is_whole, kind_of, name_at
from firmgraph.nlp.litigation.rules import RoleRule, any_word, litigation_rules, pattern

MOST_MENTIONS = 3_000
"""Role words of a text that are looked at."""
MOST_PARTIES = 500
_EARLIER = r"(?:原审|一审|二审|再审)"
_AFTER_ROLE = (
    r"(?:人(?!保|寿|民))?(?:\((?P<note>[^()\n]{1,30})\))?"
    r"(?:[一二三四五六七八九十\d]{1,2}(?=:))?\s{0,4}(?P<colon>:)?\s{0,4}"
)
# A name in the head of a document ends with the line or at what tells its sex, seat or short form.
_HEAD_NAME = re.compile(
    r"(?P<name>[^\s,。;:、()]{2,40}(?:\([^()\n]{1,12}\)[^\s,。;:、()]{0,30})?)(?=[,。;、\n(]|\s*\n|\s*$)"
)
_SHORT_FORM = re.compile(r"[^。;\n]{0,80}?\((?:以下|下)?(?:均)?简称:?[\"“'《]?(?P<alias>[^()\"”'》\n]{2,20})")
_LIST = re.compile(r"\s?、\s?|(?<=、)|\s?[及和]\s?(?=[\u4e00-\u9fff])")
_LINE_START = re.compile(r"(?:^|[\n。;]|(?:一|二|再)审)[ \t]*$")
_CITED = re.compile(r"\d号(?:之\w)?[^,。;]{0,4}$")
_GUARANTOR = "(?:担保人|保证人|担保方|保证方)"
_GUARANTEE = re.compile(
    r"(?:提供|作|承担|做|进行)(?:了|的)?(?:最高额|连带|不可撤销|个人|责任|信用|反|无限|保证|担保){0,4}(?:担保|保证)(?!金|函)"
    rf"|为其担保|(?<=[^供作的])担保(?=[,。;自]|$)|作为(?:共同|连带|责任|借款|本案|主债务){{0,3}}{_GUARANTOR}"
    rf"|[是系][^,。;]{{0,12}}{_GUARANTOR}|[在以]{_GUARANTOR}(?:处|栏|一栏|身份|的身份)[^,。;]{{0,4}}签"
    rf"|\((?:[乙丙丁]方[,、])?(?:连带|责任|共同){{0,2}}{_GUARANTOR}\)"
)
_LEAD = re.compile(r"(?:并|同时|且|另)?(?:由|经)?(?:案外人)?(?:被告|第三人)?")
_GIVES = re.compile(r"(?:自愿|共同|均|分别|也|同时|一起)?(?:为|对|以|作为?|提供|担保|承担|愿|给|在|向|就|是|系|\()")
_CLAUSE_START = re.compile(r".*(?:[,。;:\n(]|\d日|当日|同时)", re.DOTALL)
_BRACKETED_START = re.compile(r".*(?:[,。;:\n()]|与|和|及)", re.DOTALL)


def find_parties(normal: str) -> tuple[Party, ...]:
    """The parties by the place of their names.

    Those of the document's head are taken as they stand; a text without one is read from its sentences, where a name
    that cannot be told from the words after it is left out. Guarantors are read from the sentences of both.
    """
    mentions = list(islice(_mentions(normal), MOST_MENTIONS))
    head = list(_head_parties(normal, mentions))
    sides = {party.side for party in head}
    running = [] if {"claiming", "defending"} <= sides else list(_running_parties(normal, mentions))
    guarantors = [] if any(party.role == "guarantor" for party in head + running) else list(_guarantors(normal))
    return tuple(islice(_once(normal, [*head, *running, *guarantors]), MOST_PARTIES))


@cache
def _roles() -> tuple[re.Pattern[str], dict[str, RoleRule]]:
    rules = {word: rule for rule in litigation_rules().roles for word in rule.words}
    words = any_word(rules).pattern
    # 原、被告 and 原被告 name two roles in one word, and nobody; 被保证人 is the debtor.
    return pattern(rf"(?<!原、)(?<!原)(?<!被(?=[担保]))(?P<earlier>{_EARLIER})?(?P<word>{words}){_AFTER_ROLE}"), rules


def _mentions(normal: str) -> Iterator[re.Match[str]]:
    return _roles()[0].finditer(normal)


def _head_parties(normal: str, mentions: list[re.Match[str]]) -> Iterator[Party]:
    for mention in mentions:
        if not _LINE_START.search(normal, max(mention.start() - 6, 0), mention.start()):
            continue
        found = _HEAD_NAME.match(normal, mention.end())
        if found is None or not (mention["colon"] or (is_whole(found["name"]) and _reads_as_head(normal, found))):
            continue
        alias = _SHORT_FORM.match(normal, found.end())
        name = Name(kind_of(found["name"]), found.start(), found.end())
        yield replace(_party(normal, mention, name), aliases=(alias["alias"],) if alias else ())
        yield from (_party(normal, mention, other) for other in _listed(normal, found.end()))


def _reads_as_head(normal: str, name: re.Match[str]) -> bool:
    """Whether what follows a name is what the head of a document says of a party."""
    after = normal[name.end() : name.end() + 12].lstrip(" \t")
    return (
        re.match(
            r"[,(。]?(?:男|女|住|汉族|公民身份|身份证|统一社会|组织机构|以下简称|下称|又名|曾用名|法定代表|\n|$)|。|\n",
            after,
        )
        is not None
    )


def _running_parties(normal: str, mentions: list[re.Match[str]]) -> Iterator[Party]:
    """The parties that sentences name; one called by another role later is so called in a case that the text cites."""
    role_of: dict[str, Role] = {}
    for mention in mentions:
        name = name_at(normal, mention.end())
        if name is None or _CITED.search(normal, max(mention.start() - 8, 0), mention.start()):
            continue
        for each in (name, *_listed(normal, name.end)):
            party = _party(normal, mention, each)
            if party.role == "guarantor" or role_of.setdefault(party.name, party.role) == party.role:
                yield party


def _listed(normal: str, position: int) -> Iterator[Name]:
    """Names that follow a name in a list: 甲、乙、丙及丁; alone, 及 and 和 join unlike things and make no list."""
    in_list = False
    for _ in range(50):
        sign = _LIST.match(normal, position)
        if sign is None or not ("、" in sign[0] or in_list) or not sign[0]:
            return
        name = name_at(normal, sign.end())
        if name is None:
            return
        yield name
        in_list, position = True, name.end


def _guarantors(normal: str) -> Iterator[Party]:
    """Those who, at the beginning of a clause, are said to give a guarantee: (由)甲、乙为…提供连带责任保证."""
    rule = next(rule for rule in litigation_rules().roles if rule.role == "guarantor")
    for cue in islice(_GUARANTEE.finditer(normal), MOST_MENTIONS):
        for name in _givers(normal, cue):
            yield Party(normal[name.start : name.end], rule.role, rule.side, name.kind, name.start, name.end)


def _givers(normal: str, cue: re.Match[str]) -> list[Name]:
    """The names from the beginning of the cue's clause, else from the last role word in it."""
    first, last = max(cue.start() - 80, 0), cue.start()
    border = (_BRACKETED_START if cue[0][0] == "(" else _CLAUSE_START).match(normal, first, last)
    start = border.end() if border else first
    lead = _LEAD.match(normal, start)
    starts = [lead.end() if lead else start, *(role.end() for role in _roles()[0].finditer(normal, start, last))]
    for begin in (starts[0], starts[-1], normal.rfind("、", start, last) + 1 or start):
        name = name_at(normal, begin)
        if name:
            names = [given for given in (name, *_listed(normal, name.end)) if given.end <= last]
            if names and _GIVES.match(normal, names[-1].end):
                return names
    return []


def _party(normal: str, mention: re.Match[str], name: Name) -> Party:
    rule = _roles()[1][mention["word"]]
    original = _original_role(mention)
    return Party(normal[name.start : name.end], rule.role, rule.side, name.kind, name.start, name.end, original)


def _original_role(mention: re.Match[str]) -> Role | None:
    """The role in the first instance: of 上诉人(原审被告) the one in brackets, of 原审被告 the word itself."""
    rules = _roles()[1]
    if mention["earlier"]:
        return rules[mention["word"]].role
    noted = re.search(rf"{_EARLIER}(?P<word>{any_word(rules).pattern})", mention["note"] or "")
    return rules[noted["word"]].role if noted else None


def _once(normal: str, parties: list[Party]) -> Iterator[Party]:
    """Each name once in a role, at its first place; representatives' names are left out."""
    seen: set[tuple[str, Role]] = set()
    for party in sorted(parties, key=lambda party: (party.start, -party.end)):
        before = normal[max(party.start - 10, 0) : party.start].rstrip(" :")
        if (party.name, party.role) not in seen and not before.endswith(litigation_rules().representatives):
            seen.add((party.name, party.role))
            yield party
