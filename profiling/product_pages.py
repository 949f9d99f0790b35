"""Pages on which a bank describes its loan products, read into product records with every condition kept.

A condition that a rule expresses becomes that rule with its sentence; any other stays as the sentence, for a person to
judge. Pages that only list other pages make no product. The reader knows sections and phrases, no product and no bank.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.page_limits import columns_told, limits_of, number_of

_FILE = Path(__file__).parent / "data" / "product_pages.yaml"
_ENDS = re.compile(r"[。；;\n]+")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageProducts:
    """What pages tell: product rows, the titles of menus, and of pages none of whose sections is known."""

    products: tuple[Row, ...]
    menus: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(slots=True)
class Page:
    """The sentences of a page by the role of their section, and its whole text."""

    title: str
    roles: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    text: str = ""

    def words(self, role: str) -> str:
        """The sentences of a role as one text."""
        return "；".join(self.roles.get(role, ()))


@cache
def page_rules() -> Mapping[str, Any]:
    """The table of sections and phrases."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def read_pages(path: Path) -> PageProducts:
    """Return what a file of pages tells: a JSON list of {file, title, sections: {name: text}}.

    Raises UnreadableFile, or InvalidInput that names the page at fault.
    """
    try:
        found = orjson.loads(path.read_bytes())
    except OSError:
        raise UnreadableFile(f"{path.name}: there is no such file", field="path") from None
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"{path.name} is not JSON: line {error.lineno}", field="path") from None
    if not isinstance(found, list):
        raise InvalidInput(f"{path.name} is not a list of pages", field="path")
    return products_of(_checked(path, place, page) for place, page in enumerate(found, 1))


def _checked(path: Path, place: int, page: Any) -> Mapping[str, Any]:
    sections = page.get("sections") if isinstance(page, dict) else None
    named = sections is not None and all(isinstance(page.get(key), str) and page[key] for key in ("file", "title"))
    if not named or not isinstance(sections, dict) or not all(isinstance(text, str) for text in sections.values()):
        raise InvalidInput(f"{path.name}, page {place}: not a page with file, title and sections", field="path")
    return dict(page)


def products_of(pages: Iterable[Mapping[str, Any]]) -> PageProducts:
    """Return what pages tell."""
    products: list[Row] = []
    menus: list[str] = []
    unread: list[str] = []
    for stated in pages:
        page = page_of(stated["title"], stated["sections"])
        if page.roles:
            products.append(_product(stated["file"], page))
        else:
            (unread if any(re.search(r"[，。；：]", line) for line in page.others) else menus).append(page.title)
    return PageProducts(tuple(products), tuple(menus), tuple(unread))


def page_of(title: str, sections: Mapping[str, str]) -> Page:
    """Return the sentences of a page by role; a section inside another counts as its own."""
    page = Page(title)
    known = {name: role for role, names in page_rules()["sections"].items() for name in names}
    told: list[str] = []
    for name, text in sections.items():
        told += [f"【{name}】{text.strip()}" if name in known else text.strip()]
        parts = re.split(page_rules()["heading"], text)
        for section, part in zip([name, *parts[1::2]], parts[::2], strict=True):
            _place(page, known.get(section), sentences(part))
    page.text = "\n".join(told)
    return page


def _place(page: Page, role: str | None, found: Iterable[str]) -> None:
    if role is None:
        page.others += found
        return
    for sentence in found:
        page.roles.setdefault(role, []).append(sentence)
        if re.search(page_rules()["lead_in"], sentence):
            role = "conditions"


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text without their numbers; lines that state nothing are left out."""
    rules = page_rules()
    for line in text.splitlines():
        if not re.search(rules["dropped"], line.strip()):
            for sentence in _ENDS.split(re.sub(rules["numbering"], "", line)):
                if sentence.strip():
                    yield sentence.strip()


def _product(file: str, page: Page) -> Row:
    limits, conditions = _limits(page)
    columns: Row = {name: words for name in page_rules()["columns"] if (words := _column(name, page))}
    if "revolving" in columns.get("repayment_methods", ()):
        columns["revolving"] = True
    stated = [*_conditions(page), *conditions]
    return {
        "product_id": Path(file).stem,
        "name": page.title,
        **limits,
        **columns,
        "conditions": stated,
        "text": page.text,
    }


def _limits(page: Page) -> tuple[Row, list[Row]]:
    """The columns that limits tell, and each sentence as a condition: told by the columns, or kept as words."""
    columns: dict[str, list[int]] = {}
    conditions: list[Row] = []
    for sentence in page.roles.get("limits", ()):
        found, whole = limits_of(sentence, page_rules())
        for name, numbers in found.items():
            columns.setdefault(name, []).extend(numbers)
        rule = {"rule": "columns", "value": columns_told(found)} if whole else {}
        conditions.append({**rule, "text": sentence})
    single = columns.pop("single_term", None)
    if single:
        columns["term_max"] = single
    return {name: max(numbers) for name, numbers in columns.items()}, conditions


def _conditions(page: Page) -> Iterator[Row]:
    """The conditions of all sections but the limits, then for whom the product is where none of them says it."""
    told: list[Row] = []
    audience, uses = page.words("audience"), page.words("uses")
    if audience:
        kinds = _kinds([audience])
        told.append({**({"rule": "client_kind", "value": kinds, "partial": True} if kinds else {}), "text": audience})
    told += [{**_expressed(sentence), "text": sentence} for sentence in page.roles.get("conditions", ())]
    if uses:
        told.append({"text": uses})
    yield from told
    if not any(one.get("rule") == "client_kind" for one in told):
        kinds = _kinds([page.title, page.words("definition")], page.title)
        if kinds:
            yield {"rule": "client_kind", "value": kinds}


def _kinds(texts: Sequence[str], title: str = "") -> list[str]:
    rules = page_rules()
    if re.search(rules["titles_for_persons"], title):
        return ["person"]
    return next((rule["kinds"] for rule in rules["clients"] if any(re.search(rule["pattern"], t) for t in texts)), [])


def _expressed(sentence: str) -> Row:
    """The rule that expresses a sentence, or a part of it; nothing where none does."""
    rules = page_rules()
    for rule in rules["conditions"]:
        match = re.search(rule["pattern"], sentence)
        if match and "number" in match.groupdict():
            number = number_of(match, rules["units"]) / Decimal(rules["units"][rule.get("per", "")])
            partial = {} if match[0] == sentence else {"partial": True}
            return {**rule["condition"], "value": shortest(number), **partial}
        if match:
            return dict(rule["condition"])
    return {}


def _column(name: str, page: Page) -> list[str]:
    places = [f"{page.title}；{page.words('definition')}", *map(page.words, page_rules()["fallback"][name])]
    for text in places:
        found = [rule["words"] for rule in page_rules()["columns"][name] if re.search(rule["pattern"], text)]
        if found:
            counted = found[:1] if name in page_rules()["exclusive"] else found
            return list(dict.fromkeys(word for words in counted for word in words))
    return []
