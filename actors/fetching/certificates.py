"""Which certificate authorities are trusted where the operator chose others than the libraries' own.

The variables are those of the TLS libraries, not settings of ours: `requests` would read the first by itself if it
might also read passwords from a `.netrc`; OpenSSL reads the second.
"""

from __future__ import annotations

import os


def chosen_authorities() -> str | None:
    """Return the path of the operator's certificate file or folder, None for the libraries' own."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or None
