"""Named queries: which there are, and the rows of one."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.routing import APIRoute

from firmgraph.api import answers, wire_queries
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute, check_parameters
from firmgraph.api.deps import Store
from firmgraph.api.errors import RequestError
from firmgraph.api.openapi import problems
from firmgraph.graph.queries import named_query, read_offset

router = APIRouter(prefix="/v1/queries", tags=["queries"])
QueryName = Annotated[str, Path(max_length=100, description="A name that GET /v1/queries lists.")]
# Each query takes parameters of its own, so that they stand in the description as one open object.
_OWN_PARAMETERS = {
    "name": "parameters",
    "in": "query",
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "description": "The query's own parameters, each as one `name=value`; `id` may be an id, a code or a unique name. "
    "Besides `offset`, the rows to pass over, and `known_at`, a time by which all was known that is loaded.",
}


def list_queries() -> Answer:
    """List the named queries with their titles and parameters."""
    return Answer(answers.queries())


def run_query(request: Request, store: Store, name: QueryName) -> Answer:
    """Run a named query; relations are those that hold on its `as_of`, both days of their validity included."""
    given = _given(request, name)
    known_at, offset = given.pop("known_at", None), read_offset(given.pop("offset", 0))
    return Answer(answers.query_rows(store, name, given, known_at, offset))


def _given(request: Request, name: str) -> dict[str, Any]:
    """Return the parameters of a request; raise RequestError when one is unknown, repeated or missing."""
    parameters = named_query(name, "sql").parameters
    if "pack" in request.query_params:
        raise RequestError(422, "invalid_input", "a named query uses no rule pack", field="pack")
    check_parameters(request, dict.fromkeys((*(one.name for one in parameters), "known_at", "offset"), False))
    missing = [one.name for one in parameters if one.default is None and one.name not in request.query_params]
    if missing:
        raise RequestError(422, "missing_field", f"this query needs {', '.join(missing)}", field=missing[0])
    return dict(request.query_params)


router.add_api_route(
    "",
    list_queries,
    response_model=wire_queries.Queries,
    responses=problems(),
    summary="Named queries",
    route_class_override=CarefulRoute,
)
router.add_api_route(
    "/{name}",
    run_query,
    response_model=wire_queries.QueryRows,
    responses=problems(404, 409),
    summary="Rows of a named query",
    openapi_extra={"parameters": [_OWN_PARAMETERS]},
    route_class_override=APIRoute,
)
