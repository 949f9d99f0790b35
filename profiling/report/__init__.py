"""The portrait as a page for printing."""
