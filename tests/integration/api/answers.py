"""What tests read from the API's answers."""

from __future__ import annotations

from falcon.testing import Result


def problem_of(result: Result) -> str:
    assert result.headers["content-type"] == "application/problem+json"
    kind: str = result.json["type"]
    return kind


def pointers(result: Result) -> set[str]:
    assert result.status_code == 422, result.text
    return {fault["pointer"] for fault in result.json["errors"]}
