"""``/v1/queue``: how the service is doing, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import falcon

if TYPE_CHECKING:
    from backend.engine.engine import Engine


class Queue:
    """The queue of all kinds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on_get(self, _request: falcon.Request, response: falcon.Response) -> None:
        """Answer with the statistics that the store keeps."""
        response.media = self._engine.queue()

    on_head = on_get
