"""An invented, coherent economy of every record kind, with planted cases whose answers are known."""

from firmgraph.graph.world.write import WorldSummary, write_world

__all__ = ["WorldSummary", "write_world"]
