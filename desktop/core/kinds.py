"""What can be asked of a server: its kinds, as ``GET /v1/kinds`` tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of job.

    Args:
        name: what ``POST /v1/jobs`` calls it.
        title: what people call it, in the server's language; ``i18n.known`` may know it in the user's.
        description: one sentence.
        params_schema: JSON Schema of the parameters, with the marks of the contract (``x-input``, ``x-labels``, ...).
        result_schema: JSON Schema of the result.
        artifacts: names of the files that it makes.
        defaults: ``time_limit_s``, ``max_attempts``, ``max_waiting``, ``max_concurrent``, ``result_ttl_s``.
        diagnostic: whether it is for operators only.
    """

    name: str
    title: str
    description: str
    params_schema: Mapping[str, Any]
    result_schema: Mapping[str, Any]
    artifacts: tuple[str, ...]
    defaults: Mapping[str, Any]
    diagnostic: bool


def kind_of(document: Mapping[str, Any]) -> Kind:
    """Read a kind; what a server does not tell is empty.

    Raises:
        KeyError: without ``name`` it is no kind.
    """
    return Kind(
        name=document["name"],
        title=document.get("title") or document["name"],
        description=document.get("description") or "",
        params_schema=document.get("params_schema") or {},
        result_schema=document.get("result_schema") or {},
        artifacts=tuple(document.get("artifacts") or ()),
        defaults=document.get("defaults") or {},
        diagnostic=bool(document.get("diagnostic")),
    )
