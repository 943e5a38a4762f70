"""Structured logs: one JSON object a line for machines, readable lines for a person at a terminal.

Libraries that log by the standard library (dramatiq, gunicorn) come out the same way.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: Libraries whose debug lines drown our own.
_TALKATIVE = ("urllib3", "PIL", "asyncio", "redis")


def configure(level: str = "info", stream: TextIO | None = None) -> None:
    """Send all logs of this process to one stream; may be called again.

    Args:
        level: the least that is written: debug, info, warning or error.
        stream: where to; None takes the standard error stream.
    """
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    last: list[Processor]
    if stream.isatty():
        last = [structlog.dev.ConsoleRenderer(timestamp_key="at")]
    else:
        last = [
            structlog.processors.format_exc_info,
            _process_id,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # a second configure() must reach loggers that exist already
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    for name in list(logging.root.manager.loggerDict):
        _route_through_root(logging.getLogger(name))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))


def _route_through_root(logger: logging.Logger) -> None:
    """Take a library's own handlers off, so that nothing is written twice or in another form."""
    logger.handlers = [handler for handler in logger.handlers if isinstance(handler, logging.NullHandler)]
    logger.propagate = True


def _process_id(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:  # noqa: ARG001 (structlog's signature)
    """Add the writing process: several share one log folder."""
    event["pid"] = os.getpid()
    return event
