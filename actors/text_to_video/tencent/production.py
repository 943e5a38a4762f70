"""Have a video made by one of Tencent's models."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from actors.context import JobContext
from actors.text_to_video.spec import TENCENT, TextToVideoParameters


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """Who made the video.

    Args:
        model: model and version, as ``Hailuo 2.3``.
        task_id: the task's id at the provider.
    """

    model: str
    task_id: str


def produce(params: TextToVideoParameters, job: JobContext, video: Path) -> Made:  # noqa: ARG001 (being written)
    """Write ``video`` and ``scene.json``."""
    job.provider(TENCENT)
    raise NotImplementedError
