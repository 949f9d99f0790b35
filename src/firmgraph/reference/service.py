"""Pages about running firmgraph: settings, and the HTTP service from its OpenAPI description."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from firmgraph.reference.markdown import code, page, table
from firmgraph.settings import Settings

METHODS = ("get", "post", "put", "patch", "delete")


def settings_page() -> str:
    """Return the page of settings."""
    rows = [
        (code(f"FIRMGRAPH_{name.upper()}"), _default(info.default), info.description or "")
        for name, info in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "Each is an environment variable. Options of the command line outrank them.",
        table(("variable", "default", "meaning"), rows),
    )


def _default(value: object) -> str:
    if isinstance(value, SecretStr):
        return "set it"
    return "-" if value is None else code(value)


def http_page() -> str:
    """Return the page of HTTP routes, with the codes a failure may have."""
    from firmgraph.api.app import create_app

    document = create_app("sqlite:///:reference:").openapi()
    parts = []
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                parts += _route(path, method, item[method])
    return page(
        "HTTP",
        "All bodies are JSON, but for tables of clients, which are CSV. A failure is `application/problem+json` with a "
        "stable `code`. The whole description is served at `/openapi.json`.",
        *parts,
    )


def _route(path: str, method: str, route: Mapping[str, Any]) -> list[str]:
    parameters = [
        (code(one["name"]), one["in"], "yes" if one.get("required") else "", one.get("description", ""))
        for one in route.get("parameters", ())
    ]
    answers = [(status, answer["description"]) for status, answer in route["responses"].items()]
    return [
        f"## `{method.upper()} {path}`",
        route.get("description", ""),
        table(("parameter", "in", "required", "meaning"), parameters),
        table(("status", "meaning"), answers),
    ]
