"""Whether the service lives, and whether it can answer."""

from fastapi import APIRouter

from firmgraph.api import wire
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Held
from firmgraph.api.errors import RequestError
from firmgraph.api.openapi import problems

router = APIRouter(tags=["health"], route_class=CarefulRoute)


@router.get("/healthz", response_model=wire.Health, responses=problems(), summary="Is the service alive")
async def health() -> Answer:
    """Answer whenever the process lives, whatever the state of the store."""
    return Answer({"status": "alive"})


@router.get("/readyz", response_model=wire.Ready, responses=problems(), summary="Can the service answer")
def ready(held: Held) -> Answer:
    """Answer 200 when every part is up, else 503 naming the part that is down."""
    parts = [{"name": "store", "up": held.is_up()}]
    if not all(part["up"] for part in parts):
        down = ", ".join(str(part["name"]) for part in parts if not part["up"])
        raise RequestError(503, "not_ready", f"down: {down}", parts=parts)
    return Answer({"status": "ready", "parts": parts})
