"""Where the invented economy and the ready mappings are: in a source checkout, or inside the installed package."""

from pathlib import Path

from firmgraph.errors import NotFound

_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "fixtures", _PACKAGE.parents[1] / "fixtures")


def fixtures() -> Path:
    """Return the folder of fixtures; raise NotFound when this installation has none."""
    for place in _PLACES:
        if (place / "world").is_dir():
            return place
    raise NotFound("this installation has no fixtures: install firmgraph from its wheel or work in a checkout")


def find_mapping(name: str) -> Path:
    """Return the mapping file of a path, or of the name of one that comes along (registration, smesd, cumcm)."""
    path = Path(name)
    if path.exists() or path.suffix or path.name != name:
        return path
    ready = {found.stem: found for found in sorted((fixtures() / "mappings").glob("*.yaml"))}
    if name not in ready:
        raise NotFound(f"no mapping of this name comes along; there are: {', '.join(ready)}", field="mapping")
    return ready[name]
