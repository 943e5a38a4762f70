"""The logs: JSON for machines, libraries included."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from backend import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def test_our_lines_and_those_of_libraries_are_json_objects(stream: io.StringIO) -> None:
    logs.configure("info", stream)
    structlog.get_logger("backend.engine").info("job taken", job="01K", waited_s=0.5)
    logging.getLogger("dramatiq.worker").warning("late by %d ms", 40, extra={"queue": "default"})
    structlog.get_logger("backend.engine").debug("unseen")
    ours, theirs = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (ours["event"], ours["job"], ours["waited_s"], ours["level"]) == ("job taken", "01K", 0.5, "info")
    assert (theirs["event"], theirs["queue"], theirs["logger"]) == ("late by 40 ms", "default", "dramatiq.worker")
    assert set(ours) >= {"at", "pid", "logger"}


def test_tracebacks_and_warnings_stay_on_one_line(stream: io.StringIO) -> None:
    logs.configure("info", stream)
    try:
        int("wrong")
    except ValueError:
        structlog.get_logger("backend").exception("it broke")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old thing", stacklevel=1)
    broke, warned = (json.loads(line) for line in stream.getvalue().splitlines())
    assert "ValueError: invalid literal" in broke["exception"]
    assert "old thing" in warned["event"]


def test_library_with_a_handler_of_its_own_is_not_written_twice(stream: io.StringIO) -> None:
    library = logging.getLogger("gunicorn.error")
    library.addHandler(logging.StreamHandler(stream))
    library.propagate = False
    logs.configure("info", stream)
    library.warning("once")
    assert len(stream.getvalue().splitlines()) == 1
