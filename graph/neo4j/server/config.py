"""The server's settings: what a caller may choose, and the neo4j.conf made from it for each release line."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from firmgraph.errors import InvalidInput
from firmgraph.graph.neo4j.server.release import ReleaseLine

TEMPLATE = Path(__file__).parents[1] / "conf" / "neo4j.conf.template"
SIZE_FORM = re.compile(r"[1-9]\d*[kmgKMG]")


@dataclass(frozen=True)
class ServerOptions:
    """What a caller may choose beside version and ports.

    Sizes are as Java writes them (`512m`, `1g`). `browser_commands` are run by Neo4j Browser after a person connects
    (no leading colon, `;` between commands). `jars` is another home whose fetched jars are shared. `fresh` wipes the
    data before the start. `start_seconds` is how long the first answer over Bolt is waited for.
    """

    heap_initial: str = "512m"
    heap_max: str = "1g"
    page_cache: str = "256m"
    browser_commands: str | None = None
    jars: Path | None = None
    fresh: bool = False
    start_seconds: float = 120.0

    def __post_init__(self) -> None:
        """Refuse a value that would not stay within its own line of neo4j.conf or its own argument."""
        for name in ("heap_initial", "heap_max", "page_cache"):
            if not SIZE_FORM.fullmatch(getattr(self, name)):
                raise InvalidInput(f"{name} is a size such as 512m or 1g", field=name)
        if self.browser_commands and not self.browser_commands.isprintable():
            raise InvalidInput("browser_commands is one line of text", field="browser_commands")


def render_conf(line: ReleaseLine, bolt_port: int, http_port: int, options: ServerOptions) -> str:
    """Text of neo4j.conf; only keys the release line knows, because the server refuses to start on others."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    text = template.substitute(bolt_port=bolt_port, http_port=http_port, page_cache=options.page_cache)
    extra = dict(line.settings)
    if options.browser_commands:
        extra["browser.post_connect_cmd"] = options.browser_commands
    return text + "".join(f"{key}={value}\n" for key, value in extra.items())
