"""Where looking upwards ends: at persons, states, the listed public part, and parties nobody knows."""

from firmgraph.graph.snapshot.view import View

NATURAL = "person"
STATE = "state"
FOREIGN_STATE = "foreign_state"
STATES = frozenset({STATE, FOREIGN_STATE})
PUBLIC = "public"
NOBODY_KNOWN = "unknown"
ENDS = STATES | {NATURAL, PUBLIC, NOBODY_KNOWN}


def ends_ownership(view: View, node: int) -> bool:
    """Tell whether nobody stands above a node by its kind."""
    return view.kind(node) in ENDS


def can_control(view: View, node: int) -> bool:
    """Tell whether a node can decide: the listed public and unknown parties do not act as one."""
    return view.kind(node) not in (PUBLIC, NOBODY_KNOWN)
