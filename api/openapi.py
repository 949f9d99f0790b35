"""The OpenAPI description: made from the routes, with problems described as what they are."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from firmgraph.api import errors
from firmgraph.api.errors import PROBLEM_TYPE
from firmgraph.api.wire import Problem

TITLE = "firmgraph"
_PROBLEM = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_MEANINGS = {
    400: "The body is not JSON.",
    404: "No such thing is known; `near` may hold names.",
    405: "The path does not take this method.",
    409: "A name fits several enterprises, told in `candidates`.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "A parameter or member is missing, unknown or of the wrong form.",
    500: "A fault of the service.",
    503: "The store does not answer; see Retry-After.",
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


def problems(*statuses: int, meaning: Mapping[int, str] | None = None) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may answer with these problems; 422, 500 and 503 always may be.

    `meaning` says what a status means of this route, where it is not the usual.
    """
    told: dict[int | str, dict[str, Any]] = {}
    meanings = {**_MEANINGS, **(meaning or {})}
    for status in sorted({*statuses, 422, 500, 503}):
        told[status] = {"description": meanings[status], "content": _PROBLEM}
        if status == 503:
            told[status]["headers"] = _RETRY
    return told


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an app, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=TITLE,
            version=version("firmgraph"),
            summary="A bank's records on a small enterprise, as a graph, a portrait and ranked products.",
            description=errors.__doc__,
            routes=app.routes,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        app.openapi_schema = document
    return app.openapi_schema
