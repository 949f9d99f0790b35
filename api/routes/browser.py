"""What Neo4j Browser fetches when a person connects: the style and the guide, for the Browser's own origin only."""

from fastapi import APIRouter, Request, Response

from firmgraph.api.body import CarefulRoute
from firmgraph.graph.neo4j.browser.guide import guide_text
from firmgraph.graph.neo4j.browser.origins import browser_origins
from firmgraph.graph.neo4j.browser.style import style_text

router = APIRouter(prefix="/browser", include_in_schema=False, route_class=CarefulRoute)
# Neo4j Browser sends these with every request for a guide or a style, so that it asks for leave first.
_ASKED_HEADERS = "cache-control, pragma, sentry-trace"
_LEAVE_SECONDS = 600


@router.get("/firmgraph.grass")
def style(request: Request) -> Response:
    """Give the style that colours nodes and relations by their kind."""
    return Response(style_text(), headers=_leave(request), media_type="text/plain")


@router.get("/guide.html")
def guide(request: Request) -> Response:
    """Give the guide with queries to run."""
    return Response(guide_text(), headers=_leave(request), media_type="text/html")


@router.options("/{name}")
def preflight(request: Request) -> Response:
    """Answer whether another origin may ask: Neo4j Browser may, nobody else."""
    leave = _leave(request)
    if "Access-Control-Allow-Origin" in leave:
        leave |= {
            "Access-Control-Allow-Methods": "GET",
            "Access-Control-Allow-Headers": _ASKED_HEADERS,
            "Access-Control-Max-Age": str(_LEAVE_SECONDS),
        }
    return Response(status_code=204, headers=leave)


def _leave(request: Request) -> dict[str, str]:
    """Return the headers that let Neo4j Browser read an answer; for any other origin only that origins matter."""
    origin = request.headers.get("origin", "")
    return {"Vary": "Origin", **({"Access-Control-Allow-Origin": origin} if origin in browser_origins() else {})}
