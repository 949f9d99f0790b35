"""The ledger: what was decided and what clients said of it, append-only in a hash chain, on SQLite or PostgreSQL."""
