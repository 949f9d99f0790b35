"""Commands about tags: of one enterprise, of a text, of a whole book; and enterprises alike by them."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import Body, asking
from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Enterprise, Everyone, Json, KnownAt, Limit, Named, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, print_lines, say, show, table

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk
    from firmgraph.graph.elements import Moment
    from firmgraph.nlp.tags import TagResult
    from firmgraph.profiling.tagging import FirmTags

GivenText = Annotated[str | None, typer.Option("--text", help="Read this text instead; - reads standard input.")]
GivenFile = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="Read a book of JSON lines: id and text, and if told source, field, date."
    ),
]
Processes = Annotated[int, typer.Option("--processes", min=1, max=64, help="Read a book by so many processes.")]
Keep = Annotated[bool, typer.Option("--keep", help="Keep the tags of enterprises as nodes of the graph.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(tag)
    app.command()(asking(similar, "enterprises:similar_view", without=("pack",)))


def tag(
    enterprise: Named = None,
    text: GivenText = None,
    file: GivenFile = None,
    everyone: Everyone = False,
    processes: Processes = 1,
    keep: Keep = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Read what is said of an enterprise, a text or a book into keywords and tags, with what says them."""
    if [enterprise is None, text is None, file is None, not everyone].count(False) != 1:
        raise typer.BadParameter("name one: an enterprise, a text, a file, or all", param_hint="ID, --text, --file")
    at = moment(as_of, known_at)
    if file is not None:
        _tell_book(_book_of_file(file, processes, at.day if as_of else None))
    elif everyone:
        with opened(store) as opened_store:
            _tell_book(_book_of_store(opened_store, at, processes, keep=keep))
    elif text is not None:
        _tell(_tags_of_text(sys.stdin.read() if text == "-" else text, at.day), as_json=as_json)
    else:
        from firmgraph.api.answers import tags

        with opened(store) as opened_store:
            body = tags(opened_store, enterprise or "", at, write=keep)
        _tell(body, as_json=as_json)


def _tags_of_text(text: str, day: str) -> dict[str, Any]:
    from datetime import date

    from firmgraph.nlp.tags import tag_texts
    from firmgraph.nlp.text import Text

    result = tag_texts([Text("text", "diligence", "text", None, text)], date.fromisoformat(day))
    return {"subject": None, **result.to_wire(), "as_of": day, "known_at": None, "version": None}


def _book_of_file(file: Path, processes: int, day: str | None) -> "Iterator[tuple[str, TagResult]]":
    from datetime import date

    from firmgraph.errors import UnreadableFile
    from firmgraph.nlp.book import read_book, tag_book

    if not file.is_file():
        raise UnreadableFile(f"{file}: there is no such file", field="file")
    with file.open("rb") as lines:
        yield from tag_book(read_book(lines), processes, date.fromisoformat(day) if day else None)


def _book_of_store(store: Any, at: "Moment", processes: int, *, keep: bool) -> "Iterator[tuple[str, FirmTags]]":
    from firmgraph.profiling.tagging import tag_nodes, tags_of_all

    for firm, result in tags_of_all(store, at, processes):
        if keep:
            store.derive(*tag_nodes(firm, at.day, result.tags))
        yield firm, result


def _tell_book(book: "Iterable[tuple[str, TagResult | FirmTags]]") -> None:
    """Print each firm of a book as it is read, a line of JSON each."""
    count = print_lines({"id": firm, **result.to_wire()} for firm, result in book)
    say(f"{count} firms read")


def _tell(body: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(body)
        return
    show(table(("keyword 关键词", "weight", "from 来源", "count"), [_keyword(one) for one in body["keywords"][:20]]))
    show(table(("tag 标签", "weight", "said in 原文 / 字段", "record 记录"), [_tag(one) for one in body["tags"]]))
    if body["subject"]:
        from firmgraph.cli.views.reading import cases_table, industry_line

        show(*cases_table(body["cases"]), industry_line(body["industry"]))


def _keyword(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["word"], f"{one['weight']:.3f}", one["source"], one["count"]


def _tag(one: dict[str, Any]) -> tuple[Any, ...]:
    words = [span["text"] for span in one["spans"]] + [f"{said['field']}={said['value']}" for said in one["fields"]]
    records = [said["record"] for said in (*one["spans"], *one["fields"])]
    return (
        f"{one['label_zh']} {one['label_en']}", f"{one['weight']:.2f}", "、".join(dict.fromkeys(words)), records[0]
    )  # fmt: skip


def similar(asked: "Desk", enterprise: Enterprise, limit: Limit = 10) -> Body:
    """Find enterprises alike by the tags kept in the graph (`tag --all --keep`), with the tags they share."""
    from firmgraph.api.answers import similar_enterprises

    return similar_enterprises(asked.store, enterprise, limit, asked.at)
