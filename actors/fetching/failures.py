"""The ways in which fetching fails, each with its one sentence.

No sentence and no detail says what stands behind an address that is refused: not its number, not whether anything
answers there.
"""

from __future__ import annotations

from backend.errors import JobFailure, Throttled

#: The limit that fetching counts against.
RESOURCE = "web"
#: Longest wait that a throttling site may ask for, seconds.
_LONGEST_WAIT_S = 3600.0


def unsupported_address(why: str) -> JobFailure:
    """Return the failure for an address that isn't fetched whatever it names."""
    return JobFailure("unsupported_address", f"{why} Give an ordinary http or https address.")


def refused() -> JobFailure:
    """Return the failure for an address outside the public internet."""
    return JobFailure(
        "fetch_refused",
        "This address is not on the public internet and is not fetched. Give a public address or upload the file.",
    )


def unreachable(host: str) -> JobFailure:
    """Return the failure for a host that can't be found or doesn't answer."""
    return JobFailure(
        "fetch_failed",
        f"{host} can't be reached now. Check the address and the network, or try again later.",
        retryable=True,
        details={"host": host},
    )


def broken_off(host: str) -> JobFailure:
    """Return the failure for an answer that came damaged or only in part."""
    return JobFailure(
        "fetch_failed",
        f"The answer of {host} broke off or came damaged. Try again later.",
        retryable=True,
        details={"host": host},
    )


def untrusted(host: str) -> JobFailure:
    """Return the failure for a host that doesn't prove over TLS who it is."""
    return JobFailure(
        "fetch_failed",
        f"{host} can't prove that it is {host}: its certificate or its encryption is not accepted. "
        "Check the address, or download the file yourself and upload it.",
        details={"host": host},
    )


def too_slow(host: str, limit_s: float) -> JobFailure:
    """Return the failure for a transfer that takes longer than the operator allows."""
    return JobFailure(
        "fetch_failed",
        f"Fetching from {host} took longer than {limit_s:g} s. Try again later or upload the file.",
        retryable=True,
        details={"host": host, "limit_s": limit_s},
    )


def too_large(host: str, limit_bytes: int) -> JobFailure:
    """Return the failure for an answer beyond the operator's limit."""
    return JobFailure(
        "too_large",
        f"What {host} sends is larger than {limit_bytes} bytes, the most that is fetched. Give a smaller file.",
        details={"host": host, "limit_bytes": limit_bytes},
    )


def too_many_redirects(host: str) -> JobFailure:
    """Return the failure for a chain of redirects without an end."""
    return JobFailure(
        "fetch_failed",
        f"{host} passes the request on again and again. Open the page in a browser and give its final address.",
        details={"host": host},
    )


def of_status(status: int, host: str, retry_after_s: float | None = None) -> JobFailure | Throttled:
    """Return what an HTTP status other than success means.

    Args:
        status: the HTTP status code.
        host: who answered.
        retry_after_s: what the answer's Retry-After says, seconds.
    """
    details = {"host": host, "status": status}
    if status == 429:
        wait_s = None if retry_after_s is None else min(max(retry_after_s, 0.0), _LONGEST_WAIT_S)
        return Throttled(f"{host} asked to slow down.", resource=RESOURCE, retry_after_s=wait_s)
    if status in (401, 403, 407):
        return JobFailure(
            "needs_login",
            f"{host} shows this only to people who are logged in. Download it yourself and upload the file.",
            details=details,
        )
    if status in (404, 410):
        return JobFailure("not_found", f"There is nothing at this address on {host}. Check it.", details=details)
    if status >= 500 or status in (408, 425):
        return JobFailure(
            "fetch_failed",
            f"{host} has trouble of its own ({status}). Try again later.",
            retryable=True,
            details=details,
        )
    return JobFailure(
        "fetch_failed", f"{host} refused the request ({status}). Upload the file instead.", details=details
    )


def is_playlist() -> JobFailure:
    """Return the failure for an address that names many videos."""
    return JobFailure(
        "is_playlist", "This address names a playlist or channel. Give the address of one video.", details={}
    )


def is_live() -> JobFailure:
    """Return the failure for a stream that hasn't ended."""
    return JobFailure("is_live", "This video is live or has yet to begin. Try again when it has ended.")


def no_captions(name: str) -> JobFailure:
    """Return the failure for a video without subtitles that can be read.

    Args:
        name: the video's title or file name.
    """
    return JobFailure(
        "no_captions",
        f"{name} has no captions that can be read. Upload a transcript, or its subtitles as an srt or vtt file.",
        details={"file": name},
    )
