"""Have a video made by one of Tencent's models: order it once, wait for it, fetch it, say what was asked of whom."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

from actors.context import JobContext
from actors.text_to_video.spec import TENCENT, TextToVideoParameters
from actors.text_to_video.tencent import arrival
from actors.text_to_video.tencent.orders import Orders
from actors.text_to_video.tencent.patience import Patience
from actors.text_to_video.tencent.request import fields_of
from actors.text_to_video.tencent.vod import Vod
from actors.text_to_video.tencent.waiting import wait_for_end

#: The shares of a job after which its video is ordered, made, and fetched.
_ORDERED, _MADE, _FETCHED = 0.02, 0.8, 0.9


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """Who made the video.

    Args:
        model: model and version, as ``Hailuo 2.3``.
        task_id: the task's id at the provider.
    """

    model: str
    task_id: str


def produce(params: TextToVideoParameters, job: JobContext, video: Path, patience: Patience | None = None) -> Made:
    """Write ``video`` and ``scene.json``.

    Args:
        params: checked against the model's abilities.
        job: what it works on; it remembers the order, and later starts go on with it.
        video: where the MP4 goes.
        patience: when to give up; None for the usual.

    Raises:
        JobFailure: see ``refusals.py``.
        Throttled: the provider asked to slow down.
    """
    access = job.provider(TENCENT)
    patience = patience or Patience(poll_s=access["poll_s"], longest_poll_s=max(15.0, access["poll_s"]))
    vod = Vod(access)
    orders = Orders(job, vod, patience)
    model = f"{params.model_name} {params.model_version}"

    # 1. Order it, unless an earlier start has.
    job.progress(0.0, "ordering", model)
    fields = fields_of(params)
    order = orders.place(fields)

    # 2. Wait for it.
    def on_progress(percent: int, status: str) -> None:
        share = _ORDERED + (_MADE - _ORDERED) * percent / 100
        job.progress(share, "generating", f"{model}: {status.lower()}, {percent} %")

    look = wait_for_end(order, orders, vod, job, patience=patience, on_progress=on_progress)
    orders.made(order, params.duration_s if look.seconds is None else look.seconds)

    # 3. Fetch it: the address is good for a week, the job's place for less.
    def on_bytes(got: int, of: int | None) -> None:
        share = got / of if of else 0.0
        job.progress(_MADE + (_FETCHED - _MADE) * share, "fetching", f"{got / 1e6:.1f} MB")

    pause_s = patience.first_pause_s
    arrival.fetch(look.url, video, access["web"], folder=job.folder, pause_s=pause_s, on_progress=on_bytes)

    # 4. Say what was asked of whom.
    scene = {
        "provider": "tencent",
        "model": model,
        "asked": fields,
        "task_id": order.task_id,
        "session_id": order.session_id,
        "ordered_at": datetime.datetime.fromtimestamp(order.since_s, datetime.UTC).isoformat(timespec="seconds"),
        "charged_s": look.seconds,
    }
    job.artifact("scene.json").write_text(json.dumps(scene, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Made(model, order.task_id)
