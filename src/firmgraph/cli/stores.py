"""Opening the store a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from firmgraph.errors import NotFound

if TYPE_CHECKING:
    from firmgraph.graph.store import GraphStore


@contextmanager
def opened(url: str | None, *, create: bool = False) -> "Iterator[GraphStore]":
    """Open the store of a URL, else the setting's; without `create` a store file that is not there is NotFound."""
    from firmgraph.graph.store import open_store
    from firmgraph.logs import configure_logs
    from firmgraph.settings import get_settings

    configure_logs()
    chosen = url or get_settings().store
    if not create and chosen.startswith("sqlite:///"):
        _require_file(Path(chosen.removeprefix("sqlite:///")).expanduser())
    with open_store(chosen) as store:
        yield store


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise NotFound(
            f"there is no store at {path}: load files first (firmgraph load PATH), or name one with --store",
            field="store",
        )
