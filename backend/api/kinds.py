"""``/v1/kinds``: what can be asked for, from the kinds' own definitions."""

from __future__ import annotations

from typing import Any

import falcon

from backend.catalogue import Catalogue, Kind
from backend.settings import Settings


def kind_document(kind: Kind, settings: Settings) -> dict[str, Any]:
    """Describe a kind for forms and programs."""
    policy = kind.policy
    return {
        "name": kind.name,
        "title": kind.title,
        "description": kind.description,
        "params_schema": kind.params.model_json_schema(),
        "result_schema": kind.result.model_json_schema(mode="serialization"),
        "artifacts": list(kind.artifacts),
        "defaults": {
            "time_limit_s": policy.time_limit_s,
            "max_attempts": policy.max_attempts,
            "max_waiting": policy.max_waiting,
            "max_concurrent": policy.limit.default,
            "result_ttl_s": settings.result_ttl_s if policy.result_ttl_s is None else policy.result_ttl_s,
        },
        "diagnostic": kind.diagnostic,
    }


class Kinds:
    """All kinds."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self._documents = [kind_document(kind, settings) for kind in catalogue.values()]

    def on_get(self, _request: falcon.Request, response: falcon.Response) -> None:
        """List them."""
        response.media = {"kinds": self._documents}

    on_head = on_get


class OneKind:
    """One kind."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self._catalogue, self._settings = catalogue, settings

    def on_get(self, _request: falcon.Request, response: falcon.Response, kind: str) -> None:
        """Describe it."""
        response.media = kind_document(self._catalogue[kind], self._settings)

    on_head = on_get
