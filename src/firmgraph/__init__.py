"""firmgraph: what a bank holds on a small enterprise, as a graph, a portrait and ranked products."""
