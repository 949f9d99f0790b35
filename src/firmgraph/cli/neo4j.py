"""Commands for a local Neo4j server: start, stop, look."""

from typing import TYPE_CHECKING, Annotated

import typer

from firmgraph.cli.options import Json
from firmgraph.cli.terminal import print_json, say, show, table

if TYPE_CHECKING:
    from firmgraph.graph.neo4j.server import ServerInfo

Version = Annotated[str | None, typer.Option("--version", help="Neo4j version, such as 5.26.28 or 2026.10.1.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port; else the usual one, or a free one.")]

neo4j = typer.Typer(help="A local Neo4j server, without Docker.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(neo4j, name="neo4j")


@neo4j.command()
def up(
    version: Version = None,
    bolt_port: Port = None,
    http_port: Port = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Wipe the data first.")] = False,
    as_json: Json = False,
) -> None:
    """Start the server, fetching it once; it listens on 127.0.0.1 only and outlives this command."""
    from firmgraph.graph.neo4j import server

    options = server.ServerOptions(fresh=fresh)
    info = server.up(version or server.DEFAULT_VERSION, None, bolt_port, http_port, say, options)
    if as_json:
        print_json(_reachable(info))
        return
    show(table(("what", "where"), list(_reachable(info).items())))
    show(f"use it: firmgraph load PATH --store {info.url}")


def _reachable(info: "ServerInfo") -> dict[str, str | int]:
    from firmgraph.graph.neo4j.server import status

    return {
        "version": info.version,
        "url": info.url,
        "browser": info.browser_url,
        "user": info.user,
        "password_file": str(status(None, info.version).password_file),
        "pid": info.pid,
    }


@neo4j.command()
def down(version: Version = None, as_json: Json = False) -> None:
    """Stop the server of a version, else every running one."""
    from firmgraph.graph.neo4j import server

    stopped = server.down(None, version, say)
    if as_json:
        print_json({"stopped": stopped})
    elif not stopped:
        say("no local Neo4j is running")


@neo4j.command()
def status(version: Version = None, as_json: Json = False) -> None:
    """Tell whether the server runs, and where its things are."""
    from dataclasses import asdict

    from firmgraph.graph.neo4j import server

    found = asdict(server.status(None, version))
    if as_json:
        print_json(found)
    else:
        show(table(("what", "value"), [(name.replace("_", " "), value) for name, value in found.items()]))
