"""Structured logs on standard error; they never carry personal data."""

import logging
import sys

import structlog

from firmgraph.settings import get_settings


def configure_logs(level: str | None = None, form: str | None = None) -> None:
    """Send structured logs of at least `level` to standard error, for people (console) or machines (json)."""
    settings = get_settings()
    threshold = logging.getLevelNamesMapping().get((level or settings.log_level).upper(), logging.WARNING)
    as_json = (form or settings.log_format) == "json"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        # Each logger takes the stream of its time: another may have replaced, and closed, the one of now.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
