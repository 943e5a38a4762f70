"""Make a video from a prompt: draw it or order it, then look it through and show what came out."""

from __future__ import annotations

from actors.context import JobContext
from actors.steps import steps
from actors.text_to_video import stills
from actors.text_to_video.procedural import production as procedural
from actors.text_to_video.spec import TextToVideoParameters, TextToVideoResult
from actors.text_to_video.tencent import production as tencent

#: The share of a job after which its video lies there, whoever makes it.
_MADE = 0.9


def run(params: TextToVideoParameters, job: JobContext) -> TextToVideoResult:
    """Do one job: see the steps."""
    # 1. Make video.mp4 and scene.json; both providers report their progress up to _MADE.
    video = job.artifact("video.mp4")
    understood = made = None
    if params.provider == "tencent":
        made = tencent.produce(params, job, video)
    else:
        understood = procedural.produce(params, job, video)

    # 2. Look it through, picture by picture.
    measures = stills.measure_and_draw(
        video,
        job.artifact("poster.jpg"),
        job.artifact("preview.webp"),
        threads=job.cpu_threads,
        on_progress=steps(job, _MADE, 1.0, "checking", "looking through the video"),
    )

    # 3. Say what came out.
    job.progress(1.0, "done", f"{measures.duration_s:.1f} s, {measures.width} x {measures.height}")
    return TextToVideoResult(
        provider=params.provider,
        duration_s=measures.duration_s,
        width=measures.width,
        height=measures.height,
        frames=measures.frames,
        fps=measures.fps,
        understood=understood,
        model=made.model if made else None,
        provider_task_id=made.task_id if made else None,
        warnings=_in_vain(params),
    )


def _in_vain(params: TextToVideoParameters) -> list[str]:
    """Say what was asked for that the provider has no use for."""
    if params.provider == "tencent":
        unused = {"frame rate": params.fps != 24, "captions": params.captions}
        return [f"The {what} had no effect: Tencent's models don't take it." for what, asked in unused.items() if asked]
    if params.negative_prompt.strip():
        return ["The negative prompt had no effect: only Tencent's models take one."]
    return []
