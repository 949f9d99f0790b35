"""Commands about loan products: load a product file, read a bank's pages into one, show the catalogue's classes."""

from pathlib import Path
from typing import Annotated, Any

import typer

from firmgraph.cli.loading import ObservedAt, Source
from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Json, KnownAt, Out, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, say, show, table

ProductFile = Annotated[Path, typer.Argument(metavar="FILE", help="A product file: YAML, CSV, JSONL, XLSX or Parquet.")]
Pages = Annotated[Path, typer.Argument(metavar="FILE", help="Pages: a JSON list of {file, title, sections}.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(no_args_is_help=True, help="Loan products: their files, and the classes they fall into.")
    group.command()(load)
    group.command()(pages)
    group.command()(classes)
    app.add_typer(group, name="products")


def load(
    file: ProductFile, source: Source = None, observed_at: ObservedAt = None, store: Store = None, as_json: Json = False
) -> None:
    """Load a product file whole, or refuse it with the line and the reason, and leave what is in force as it is."""
    from firmgraph.graph.prepared import DEFAULT_SOURCE, Heading
    from firmgraph.profiling.product_file import load_products

    with opened(store, create=True) as opened_store:
        done = load_products(opened_store, file, Heading(source or DEFAULT_SOURCE, observed_at))
    body = {"new": done.new, "changed": done.changed, "unchanged": done.unchanged, "version": done.version}
    if as_json:
        print_json(body)
    else:
        show(table(tuple(body), [[str(number) for number in body.values()]]))


def pages(file: Pages, out: Out = None) -> None:
    """Read the pages on which a bank describes its products into a product file, with every condition kept.

    Pages that only list other pages make no product.
    """
    import yaml

    from firmgraph.profiling.product_pages import read_pages

    found = read_pages(file)
    text: str = yaml.safe_dump({"products": list(found.products)}, allow_unicode=True, sort_keys=False, width=120)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    say(f"{len(found.products)} products; {len(found.menus)} pages only list others")
    if found.unread:
        say(f"no section is known of: {', '.join(found.unread)}")


def classes(as_of: AsOf = None, known_at: KnownAt = None, store: Store = None, as_json: Json = False) -> None:
    """Show the classes into which the products in force fall, each with its members."""
    from firmgraph.profiling.catalogue import read_catalogue
    from firmgraph.profiling.classes import classify

    with opened(store) as opened_store:
        catalogue = read_catalogue(opened_store, moment(as_of, known_at))
    names = {product.product_id: product.name for product in catalogue.products}
    found: list[dict[str, Any]] = [
        {"id": own.id, "name": own.name, "members": list(own.members)} for own in classify(catalogue.products)
    ]
    if as_json:
        print_json({"classes": found})
        return
    rows = [
        (own["id"], own["name"], "\n".join(f"{member} {names[member]}" for member in own["members"])) for own in found
    ]
    show(table(("class 类别", "name 名称", "members 产品"), rows))
