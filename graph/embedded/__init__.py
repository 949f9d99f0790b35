"""The default store: one SQLite file in WAL mode, for a loader and many readers in several processes at once."""
