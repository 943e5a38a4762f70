"""What the HTTP face refuses by itself, before the engine is asked; ``problems.py`` gives each its status."""

from __future__ import annotations

from backend.errors import SluiceError


class MalformedBody(SluiceError):
    """The body can't be read at all: not JSON, not UTF-8, empty, no form."""


class WrongContentType(SluiceError):
    """The body is of a type that this address doesn't take."""


class BodyTooLarge(SluiceError):
    """The body is larger than a document may be."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        super().__init__(f"The body is larger than {max_bytes} bytes, the most that a document may have.")


class BodyInterrupted(SluiceError):
    """The body ended before it was complete, or no more of it came."""

    def __init__(self) -> None:
        super().__init__("The body ended before it was complete. Nothing was kept; send it again.")


class WrongHost(SluiceError):
    """The request names a host that this service isn't."""

    def __init__(self) -> None:
        super().__init__(
            "This service answers on this machine only, under localhost, 127.0.0.1 or [::1]. "
            "A proxy in front of it has to send one of these as Host."
        )


class ForeignOrigin(SluiceError):
    """A web page of another origin tries to change something."""

    def __init__(self) -> None:
        super().__init__("Web pages of other origins may not change anything here.")


class ArtifactNotFound(SluiceError):
    """The job has no such artifact."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("The job has no such artifact" + (f"; it has {', '.join(names)}." if names else "."))


class RangeNotSatisfiable(SluiceError):
    """The range asked for lies outside the file."""

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        super().__init__(f"The range lies outside the file, which has {size_bytes} bytes.")
