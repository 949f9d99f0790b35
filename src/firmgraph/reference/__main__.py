"""Write the generated pages, or tell which are stale: `python -m firmgraph.reference [--check]`."""

import sys
from pathlib import Path

from firmgraph.reference.pages import PAGES

DOCS = Path(__file__).parents[3] / "docs"


def stale_pages(docs: Path) -> list[str]:
    """Return the names of pages in a folder that are missing or differ from what the code says."""
    return [name for name, text in _made().items() if not (docs / name).is_file() or _read(docs / name) != text]


def write_pages(docs: Path) -> None:
    """Write all generated pages into a folder."""
    docs.mkdir(parents=True, exist_ok=True)
    for name, text in _made().items():
        (docs / name).write_text(text, encoding="utf-8", newline="\n")


def _made() -> dict[str, str]:
    return {name: make() for name, make in PAGES.items()}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main() -> int:
    """Write or check the pages; return 1 when one is stale."""
    if sys.argv[1:] != ["--check"]:
        write_pages(DOCS)
        return 0
    stale = stale_pages(DOCS)
    if stale:
        print(f"stale: {', '.join(stale)}; run make reference", file=sys.stderr)  # noqa: T201
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
