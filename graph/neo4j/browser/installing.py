"""Putting style, guide and query files into a folder, and telling a local server's Browser to load them by itself."""

import re
import shutil
from pathlib import Path

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.graph.neo4j.browser.guide import PICTURES, guide_text
from firmgraph.graph.neo4j.browser.style import style_text
from firmgraph.graph.neo4j.server.instance import Instance
from firmgraph.graph.queries import named_queries

CONNECT_KEY = "browser.post_connect_cmd"
_SERVICE = re.compile(r"https?://(127\.0\.0\.1|localhost)(:[1-9][0-9]{0,4})?")


def write_pack(folder: Path) -> list[Path]:
    """Write style, guide and all queries into a folder, made where it is missing; return the files.

    Raise UnreadableFile when the folder cannot be written.
    """
    texts = {"firmgraph.grass": style_text(), "guide.html": guide_text()}
    texts |= {f"queries/{query.name}.cypher": query.text for query in named_queries("cypher").values()}
    try:
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        drawn = [Path(shutil.copy(path, folder / "queries" / path.name)) for path in sorted(PICTURES.glob("*.cypher"))]
    except OSError as error:
        raise UnreadableFile(f"cannot write {error.filename}: {error.strerror}", field="out") from None
    return [*(folder / name for name in texts), *drawn]


def connect_commands(service: str) -> str:
    """Return what Neo4j Browser runs after a person connects, to load style and guide from a firmgraph service.

    Neo4j Browser takes them from this machine only; raise InvalidInput for the address of another.
    """
    address = service.rstrip("/")
    if not _SERVICE.fullmatch(address):
        raise InvalidInput("the service is at http://127.0.0.1:PORT or http://localhost:PORT", field="service")
    return f"style {address}/browser/firmgraph.grass; guide {address}/browser/guide.html"


def conf_of(instance: Instance) -> Path:
    """Return the neo4j.conf of a local server."""
    return instance.root / "conf" / "neo4j.conf"


def keep_commands(conf: Path, commands: str) -> None:
    """Set in a neo4j.conf what Neo4j Browser runs after a person connects; the server reads it when it starts."""
    lines = conf.read_text(encoding="utf-8").splitlines() if conf.is_file() else []
    kept = [line for line in lines if not line.startswith(f"{CONNECT_KEY}=")]
    conf.write_text("\n".join([*kept, f"{CONNECT_KEY}={commands}", ""]), encoding="utf-8")


def kept_commands(conf: Path) -> str | None:
    """Return what a neo4j.conf tells Neo4j Browser to run after a person connects, or None."""
    lines = conf.read_text(encoding="utf-8").splitlines() if conf.is_file() else []
    told = [line.partition("=")[2] for line in lines if line.startswith(f"{CONNECT_KEY}=")]
    return told[-1] if told else None
