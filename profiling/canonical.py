"""Canonical JSON, and the id that names a decision by its content."""

from collections.abc import Mapping
from typing import Any

import orjson

from firmgraph.graph.references import digest


def canonical_json(body: Mapping[str, Any]) -> str:
    """Return a body as JSON with sorted keys and no spaces: equal bodies give equal bytes."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def decision_id(body: Mapping[str, Any]) -> str:
    """Return the id of a decision, a hash of all it says: request, version, packs, verdicts and result."""
    return f"dec:{digest(canonical_json(body), size=16)}"
