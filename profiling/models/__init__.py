"""Models learned from a bank's own clients: risk, willingness to draw, utilisation, and the strategy they serve."""
