"""Who is asking."""

from __future__ import annotations

import falcon

#: The one owner there is until keys exist.
LOCAL = "local"


def owner_of(_request: falcon.Request) -> str:
    """Return the owner on whose behalf the request is made.

    Everything a resource reads or writes is asked for under this name, so that keys can come later by
    changing this function alone.
    """
    return LOCAL
