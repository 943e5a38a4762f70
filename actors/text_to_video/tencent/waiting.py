"""Waiting until a task has come to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from actors.context import JobContext
from actors.text_to_video.tencent.orders import Order, Orders, ask
from actors.text_to_video.tencent.patience import Patience
from actors.text_to_video.tencent.refusals import failure_of, meaning_of
from actors.text_to_video.tencent.vod import Look, Vod
from backend.errors import JobFailure

_UNDER_WAY = frozenset({"WAITING", "PROCESSING"})


def wait_for_end(
    order: Order,
    orders: Orders,
    vod: Vod,
    job: JobContext,
    *,
    patience: Patience,
    on_progress: Callable[[int, str], None],
) -> Look:
    """Look at an order's task until its video is there.

    Args:
        order: the placed one.
        orders: told when nothing comes of it.
        vod: who makes it.
        job: whose turns are waited for.
        patience: how often to look.
        on_progress: told the percent and the status.

    Raises:
        JobFailure: nothing came of it, or it can't be told.
        Throttled: the task ended because there were too many at once.
    """
    looks = unknown = 0
    while True:
        look = ask(lambda: vod.look(order.task_id), job, patience)
        on_progress(look.percent, look.status)
        if look.error and look.status not in _UNDER_WAY:
            _failed(order, orders, look)
        if look.status == "FINISH":
            if not look.url:
                orders.end(order)
                raise JobFailure(
                    "no_video",
                    "Tencent Cloud says that the video is made, but does not say where it is. Submit the job again.",
                    details={"task_id": order.task_id},
                )
            return look
        if look.status == "ABORTED":
            _failed(order, orders, look)
        unknown = 0 if look.status in _UNDER_WAY else unknown + 1
        if unknown >= patience.unknown_looks:
            raise JobFailure(
                "provider_trouble",
                "Tencent Cloud says nothing about the video that can be understood. Try again later.",
                retryable=True,
                details={"task_id": order.task_id, "status": look.status},
            )
        patience.pause_before_look(looks)
        looks += 1


def _failed(order: Order, orders: Orders, look: Look) -> NoReturn:
    """End with what a task's error code means; a later start places another order."""
    orders.end(order)
    code = look.error or "OperationCanceled"
    raise failure_of(meaning_of(code, of_task=True), task_id=order.task_id, provider_code=code, provider_says=look.says)
