"""What a service may answer instead of what was asked for."""

from __future__ import annotations

from typing import Any

from backend.errors import SluiceError


class ServerUnreachable(SluiceError):
    """Nothing answers at the service's address."""

    def __init__(self, server: str, reason: str) -> None:
        self.server, self.reason = server, reason
        super().__init__(f"No answer from {server} ({reason}). Is it running? Start it with: sluice up")


class ServerRefused(SluiceError):
    """The service answered with a problem (RFC 9457). ``document`` is what it said."""

    def __init__(self, status: int, document: dict[str, Any]) -> None:
        self.status, self.document = status, document
        title = str(document.get("title") or f"HTTP {status}")
        detail = str(document.get("detail") or "")
        faults = [
            f"  {fault.get('pointer') or '/'}: {fault.get('detail', '')}"
            for fault in document.get("errors", [])
            if isinstance(fault, dict)
        ]
        super().__init__("\n".join([f"{title}:", *faults]) if faults else detail or title)
