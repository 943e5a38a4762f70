"""A job that tells what it was given of a draft."""

from __future__ import annotations

import json
from typing import Any

from actors.context import JobContext


def run(params: dict[str, Any], job: JobContext) -> dict[str, Any]:
    timeline = json.loads(job.attachment("draft").read_text(encoding="utf-8"))
    named = [segment["source"] for track in timeline["tracks"] for segment in track["segments"] if "source" in segment]
    return {
        "name": timeline["name"],
        "media": {job.input_name(source): job.input(source).stat().st_size for source in named},
    }
