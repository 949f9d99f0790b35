"""The snapshot: the whole graph as immutable arrays, made from either store, so that both give equal answers."""
