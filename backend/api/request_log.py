"""One line for each request: quiet for what went well, plain for what was refused or failed."""

from __future__ import annotations

import time
from typing import Any

import falcon
import structlog

_log = structlog.get_logger("sluice.api")


class RequestLog:
    """Logs method, path, status, problem type and milliseconds; never headers, query or body (keys, names)."""

    def process_request(self, request: falcon.Request, _response: falcon.Response) -> None:
        """Start the clock."""
        request.context.began_s = time.monotonic()

    def process_response(
        self, request: falcon.Request, response: falcon.Response, _resource: Any, _succeeded: bool
    ) -> None:
        """Write the line."""
        problem = response.context.get("problem")
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.monotonic() - request.context.began_s) * 1000, 1),
        }
        if problem is None:
            _log.debug("request", **facts)
        else:
            _log.info("request_refused", problem=problem, **facts)
