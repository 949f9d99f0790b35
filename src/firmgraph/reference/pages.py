"""The generated pages by file name."""

from collections.abc import Callable, Mapping

from firmgraph.reference.commands import commands_page
from firmgraph.reference.graph import ontology_page, queries_page, records_page
from firmgraph.reference.service import http_page, settings_page

PAGES: Mapping[str, Callable[[], str]] = {
    "ontology.md": ontology_page,
    "records.md": records_page,
    "queries.md": queries_page,
    "settings.md": settings_page,
    "cli.md": commands_page,
    "http.md": http_page,
}
