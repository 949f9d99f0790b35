"""Logs go to standard error as it is when something is logged, at the level and in the form asked for."""

import io
import json
import sys

import pytest
import structlog

from firmgraph.logs import configure_logs


def test_logs_outlive_the_stream_they_were_configured_on(monkeypatch: pytest.MonkeyPatch) -> None:
    log = structlog.get_logger("firmgraph.test")
    with io.StringIO() as gone:
        monkeypatch.setattr(sys, "stderr", gone)
        configure_logs("info", "json")
        log.info("before")
    now = io.StringIO()
    monkeypatch.setattr(sys, "stderr", now)
    log.info("after", number=1)
    told = json.loads(now.getvalue())
    assert (told["event"], told["level"], told["number"]) == ("after", "info", 1)


def test_less_than_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("warning", "console")
    structlog.get_logger("firmgraph.test").info("little")
    structlog.get_logger("firmgraph.test").warning("much")
    told = capsys.readouterr()
    assert told.out == ""
    assert "much" in told.err
    assert "little" not in told.err
