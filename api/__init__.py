"""HTTP service: routes, wire bodies, errors."""
