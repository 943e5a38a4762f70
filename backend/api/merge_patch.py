"""Changing a JSON document by another that says what differs."""

from __future__ import annotations

from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """Return ``target`` with a JSON Merge Patch applied; neither is changed.

    Objects are merged member by member, null takes a member out, and everything else (lists too) is replaced.

    Source: RFC 7386 section 2.
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
