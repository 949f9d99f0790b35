"""The rule packs of relations: how strong a relation is, and what hints at a hidden one."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from firmgraph.packs import pack_by_id

HIDDEN, STRENGTH = "hidden-relations", "relation-strength"
NETWORK_PACKS = (HIDDEN, STRENGTH)
"""The packs by which the network of relations is weighed."""


@cache
def hidden_parameters() -> Mapping[str, Any]:
    """Return the parameters of hidden relations."""
    return pack_by_id(HIDDEN).parameters


@cache
def strength_parameters() -> Mapping[str, Any]:
    """Return the strength and the words of each kind of relation."""
    return pack_by_id(STRENGTH).parameters
