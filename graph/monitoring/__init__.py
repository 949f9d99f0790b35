"""Watching the graph itself: whether it still looks as it did."""
