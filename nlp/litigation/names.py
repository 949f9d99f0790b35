"""Names of natural persons and organisations at a place of a running text, where nothing marks their end."""

import re
from dataclasses import dataclass
from functools import cache

from firmgraph.nlp.litigation.causes import causes
from firmgraph.nlp.litigation.judgment import PartyKind
from firmgraph.nlp.litigation.rules import any_of, litigation_rules
from firmgraph.nlp.segment import UNKNOWN, default_segmenter

LONGEST_NAME = 50
_MASKED_LONG = re.compile(r"[\u4e00-\u9fff][×xX*]{3,20}\d{0,2}")
_MASKED_WITH_X = re.compile(r"[\u4e00-\u9fff][×xX*]{1,20}\d{1,2}")
_SHORT_TRADE = 4
"""Characters between a masked word and the end of the organisation that it begins."""
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10}){1,4}")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·&×*\-]{2,50}")

_FUNCTION_TAGS = frozenset({"r", "d", "c", "p", "u", "f", "m", "q"})
_CUT_TAGS = frozenset({"r", "d", "c", "p", "u", "v", "vn"})


@cache
def _person_pattern() -> re.Pattern[str]:
    """A surname with a given name of one or two characters."""
    rules = litigation_rules()
    given = r"[\u4e00-\u9fff]{1,2}"
    return re.compile(rf"(?:{'|'.join(rules.compound_surnames)}){given}|[{''.join(rules.surnames)}]{given}")


@cache
def _masked_pattern() -> re.Pattern[str]:
    """A person's name as published decisions hide it: 张某, 李某甲, 王x1, 赵××, 甲."""
    surname = f"[{''.join(litigation_rules().surnames)}]"
    hidden = r"某{1,2}[甲乙丙丁戊\d]?|[xX]?\d{1,2}(?![\d年月日.%元])[甲乙丙丁]?|[×xX*]{1,2}(?![×xX*\d])"
    return re.compile(rf"{surname}(?:{hidden}|[甲乙丙丁](?!方))")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at [start, end)."""

    kind: PartyKind
    start: int
    end: int


def name_at(normal: str, start: int) -> Name | None:
    """The name that begins at a place, or None where no name can be told from the words after it."""
    if any_of(litigation_rules().not_names).match(normal, start):
        return None
    organisation = _organisation(normal, start)
    masked = _MASKED_WITH_X.match(normal, start)
    if organisation and masked and organisation.end - masked.end() > _SHORT_TRADE and normal[masked.end()] != "(":
        organisation = None  # 王x1到某公司 is a person and what she did
    return organisation or _masked(normal, start) or _person(normal, start)


def kind_of(name: str) -> PartyKind:
    """Whether a whole name, cut from the text by signs around it, is a person's or an organisation's."""
    if any(form.fullmatch(name) for form in (_person_pattern(), _masked_pattern(), _FOREIGN)):
        return "person"
    return "organisation" if any_of(litigation_rules().organisation_ends).search(name) else "unknown"


def is_whole(name: str) -> bool:
    """Whether words are a name and no more: a person's, or an organisation's that ends as such and holds no verb."""
    rules = litigation_rules()
    if any_of(rules.not_names).match(name):
        return False
    if kind_of(name) == "person":
        return "·" not in name or not any_of(rules.name_stops).search(name)
    ends = {found.end() for found in any_of(rules.organisation_ends).finditer(name)}
    return len(name) in ends and not any_of(rules.name_stops).search(name)


def _organisation(normal: str, start: int) -> Name | None:
    rules = litigation_rules()
    run = _RUN.match(normal, start, start + LONGEST_NAME)
    border = any_of(rules.name_borders_of_organisations)
    if run is None or normal[start] in ")-·" or border.match(normal, start) or _is_verb(normal[start : start + 2]):
        return None
    stop = any_of(rules.name_stops).search(normal, start, run.end())
    limit = stop.start() if stop else run.end()
    end = None
    for found in any_of(rules.organisation_ends).finditer(normal, start + 1, limit):
        if end is not None and (found.start() - end > 14 or border.search(normal, end, found.start())):
            break
        end = found.end()
    return Name("organisation", start, end) if end is not None and end - start > 3 else None


def _masked(normal: str, start: int) -> Name | None:
    long = _MASKED_LONG.match(normal, start)
    if long:
        return Name("unknown", start, long.end())
    found = _masked_pattern().match(normal, start)
    if found is None or any_of(litigation_rules().organisation_ends).match(normal, found.end()):
        return None
    return Name("person", start, found.end())


def _person(normal: str, start: int) -> Name | None:
    foreign = _FOREIGN.match(normal, start)
    if foreign:
        stop = any_of(litigation_rules().name_stops).search(normal, normal.index("·", start) + 1, foreign.end())
        return Name("person", start, stop.start() if stop else foreign.end())
    found = _person_pattern().match(normal, start)
    if found is None:
        return None
    for end in (found.end(), found.end() - 1):
        if end - start >= 2 and _ends_a_name(normal, start, end):
            return Name("person", start, end)
    return None


def _ends_a_name(normal: str, start: int, end: int) -> bool:
    """Whether a surname with a given name is a name here: no common word, not cut out of one, a border behind."""
    if _is_phrase(normal[start:end]) or _says_something(normal[end - 1 : end + 1]):
        return False
    rules = litigation_rules()
    if end - start == 2 and normal[start] in rules.doubtful_surnames:
        return any_of((rules.clear_borders,)).match(normal, end) is not None
    border = any_of(rules.name_borders).match(normal, end)
    return border is not None or normal[end : end + 3] in causes().beginnings


def _is_phrase(name: str) -> bool:
    """Whether what could be a name is common words: 索赔, 曾提出, 居住处, 李四向."""
    rules, given = litigation_rules(), name[1:]
    if len(given) == 1:
        return _is_word(name)
    return (
        given[-1] in rules.no_name_ends
        or _tag(given) in _FUNCTION_TAGS
        or _is_verb(name[:2])
        or (name[0] in rules.doubtful_surnames and _is_word(given))
    )


def _tag(word: str) -> str:
    return default_segmenter().pos(word)


def _is_word(text: str) -> bool:
    """Whether two characters are a word of the dictionary that is no person's name."""
    return _tag(text) not in {UNKNOWN, "nr", "nrt", "nrfg", "nz"}


def _says_something(text: str) -> bool:
    """Whether two characters are a verb or a function word, which the end of a name does not cut."""
    return len(text) == 2 and _tag(text) in _CUT_TAGS


def _is_verb(text: str) -> bool:
    return text not in litigation_rules().verbs_in_names and _tag(text) in {"v", "p", "c", "r"}
