"""The guide of Neo4j Browser: slides in Chinese and English with pictures to draw and every named query to run."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from firmgraph.graph.queries import NamedQuery, named_queries

_HERE = Path(__file__).parent
PICTURES = _HERE / "pictures"
QUERIES_ON_A_SLIDE = 7
_EXAMPLES: Mapping[str, str] = {
    "id": "'ent:91990106MA0KF4D43D'",
    "region": "'990106'",
    "tag": "'qualification.high_tech'",
    "name": "'周栖云'",
    "as_of": "'2025-06-30'",
    "since": "'2024-01-01'",
    "until": "'2025-06-30'",
    "at_least": "2",
    "days": "183",
    "through": "50",
    "limit": "100",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A query that draws: its titles, what there is to see, and its text."""

    title: str
    words: str
    text: str


def pictures() -> list[Picture]:
    """Return the queries that draw, in the order of their file names."""
    return [_picture(path) for path in sorted(PICTURES.glob("*.cypher"))]


def _picture(path: Path) -> Picture:
    title, words, text = path.read_text(encoding="utf-8").split("\n", 2)
    return Picture(title.lstrip("/ "), words.lstrip("/ "), text.strip())


@cache
def guide_text() -> str:
    """Return the guide as HTML."""
    template = Template((_HERE / "guide.html.template").read_text(encoding="utf-8"))
    queries = list(named_queries("cypher").values())
    pages = [queries[i : i + QUERIES_ON_A_SLIDE] for i in range(0, len(queries), QUERIES_ON_A_SLIDE)]
    return template.substitute(
        pictures="\n".join(_slide(picture.title, _drawn(picture)) for picture in pictures()),
        parameters=escape(";\n".join(f":param {name} => {value}" for name, value in _EXAMPLES.items()), quote=False),
        queries="\n".join(
            _slide(f"命名查询 / Named queries {number}/{len(pages)}", (part for one in page for part in _listed(one)))
            for number, page in enumerate(pages, 1)
        ),
    )


def _slide(title: str, parts: Iterable[str]) -> str:
    body = "\n        ".join([f"<h3>{escape(title)}</h3>", *parts])
    return f'    <slide class="row-fluid">\n      <div class="col-sm-12">\n        {body}\n      </div>\n    </slide>'


def _drawn(picture: Picture) -> Iterator[str]:
    yield from (f"<p>{escape(words)}</p>" for words in picture.words.split(" / "))
    yield _code(picture.text)


def _listed(query: NamedQuery) -> Iterator[str]:
    yield f"<h4>{escape(query.title)}</h4>"
    yield _code(query.text.split("\n", 2)[2].strip())


def _code(text: str) -> str:
    """Return a block that Neo4j Browser runs; `<` and `>` of arrows stand as entities."""
    return f'<pre class="pre-scrollable code runnable">{escape(text, quote=False)}</pre>'
