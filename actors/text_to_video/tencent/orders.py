"""Placing an order exactly once, whatever dies in the middle of it.

What is about to be sent is remembered before it is sent, under a session id. The provider refuses a session id that
it has seen in the last three days, so that an order can be repeated safely when nobody knows what became of it; its
task is then found in the provider's list. Only when it is certain that nothing came of an order does the next one get
another session id.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from actors.context import JobContext
from actors.text_to_video.spec import TENCENT
from actors.text_to_video.tencent.patience import Patience
from actors.text_to_video.tencent.refusals import Meaning, Reaction, failure_of, meaning_of
from actors.text_to_video.tencent.vod import Refused, Unclear, Vod
from backend.errors import JobFailure

AnswerT = TypeVar("AnswerT")

#: Under which the job remembers its order.
_NAME = "order"
#: How long the provider is relied on to know a session id: three days, less a margin, seconds.
SESSION_KNOWN_S = 3 * 86_400.0 - 7_200.0
#: Clocks differ: tasks are looked for from so much before the order, seconds.
_CLOCKS_S = 3_600.0


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """An order as it is remembered.

    Args:
        number: of the job's orders; 0 is the first.
        session_id: by which the provider knows it again; at most 50 characters.
        state: ``sending`` until the provider's task is known, then ``placed``; ``made`` when its video is there,
            ``ended`` when nothing comes of it.
        since_s: when it was first about to be sent, Unix seconds.
        sent: how often it was about to be sent.
        task_id: the provider's id of the task; empty until known.
    """

    number: int
    session_id: str
    state: Literal["sending", "placed", "made", "ended"]
    since_s: float
    sent: int = 0
    task_id: str = ""


class Orders:
    """The orders of one job; at most one is open at any time.

    Args:
        job: remembers them.
        vod: where they are placed.
        patience: how long trouble is sat out.
    """

    def __init__(self, job: JobContext, vod: Vod, patience: Patience) -> None:
        self._job, self._vod, self._patience = job, vod, patience

    def place(self, fields: Mapping[str, Any]) -> Order:
        """Return the job's open order; place one if there is none.

        Args:
            fields: of the request, but for the session id.

        Raises:
            JobFailure: it was refused, or it is not known what became of it.
            Throttled: the provider asked to slow down.
        """
        order = self._last()
        if order.state in ("placed", "made"):
            self._job.log(f"tencent: going on with task {order.task_id}")
            return order
        if time.time() - order.since_s > SESSION_KNOWN_S:
            raise JobFailure(
                "order_unclear",
                "It can't be told any more whether this video was ordered at Tencent Cloud. Look there for the session "
                "in the details; submit a new job if there is none.",
                details={"session_id": order.session_id},
            )
        order = self._sent(order, fields)
        self._job.spend("tencent_tasks", 1)
        return order

    def made(self, order: Order, seconds: float) -> None:
        """Note that an order's video is there, and what it used up.

        Args:
            order: the open one.
            seconds: of video that the provider charges.
        """
        if order.state == "placed":
            self._remembered(dataclasses.replace(order, state="made"))
            self._job.spend("tencent_video_s", seconds)

    def end(self, order: Order) -> None:
        """Note that nothing comes of an order; the next start of the job may place another."""
        self._remembered(dataclasses.replace(order, state="ended"))

    def _last(self) -> Order:
        """Return the order that is open, or a new one that is not remembered yet."""
        told = self._job.recall(_NAME)
        last = Order(**told) if told else None
        if last is not None and last.state != "ended":
            return last
        number = last.number + 1 if last else 0
        return Order(number, f"{self._job.id}-{number}" if number else self._job.id, "sending", time.time())

    def _sent(self, order: Order, fields: Mapping[str, Any]) -> Order:
        """Send an order until its task is known."""
        tries = self._patience.tries(self._job)
        while True:
            self._job.wait_for_turn(TENCENT)
            order = self._remembered(dataclasses.replace(order, sent=order.sent + 1))
            try:
                task_id = self._vod.order({**fields, "SessionId": order.session_id})
                return self._placed(order, task_id)
            except Unclear as trouble:
                tries.failed(str(trouble))
            except Refused as refusal:
                meaning = meaning_of(refusal.code)
                if meaning.reaction is Reaction.LOOK_FOR_TASK:
                    self._job.log(f"tencent: {order.session_id} was ordered before; looking for its task")
                    return self._placed(order, self._found(order, meaning, refusal))
                if meaning.reaction is not Reaction.REPEAT:
                    # A refusal of the first sending is certain; of a later one it says nothing about those before.
                    if order.sent == 1:
                        self.end(order)
                    raise _failure(meaning, refusal, order) from None
                tries.failed(str(refusal))

    def _found(self, order: Order, meaning: Meaning, refusal: Refused) -> str:
        """Look for the task of an order that the provider has; it may be listed a little late."""

        def look() -> str | None:
            return self._vod.find(order.session_id, order.since_s - _CLOCKS_S)

        for _ in range(self._patience.listings):
            if task_id := ask(look, self._job, self._patience):
                return task_id
            self._patience.pause_before_listing()
        raise _failure(meaning, refusal, order)

    def _placed(self, order: Order, task_id: str) -> Order:
        return self._remembered(dataclasses.replace(order, state="placed", task_id=task_id))

    def _remembered(self, order: Order) -> Order:
        self._job.remember(_NAME, dataclasses.asdict(order))
        return order


def ask(question: Callable[[], AnswerT], job: JobContext, patience: Patience) -> AnswerT:
    """Ask the provider something that may be asked as often as one likes, and sit out its trouble.

    Raises:
        JobFailure: it was refused, or the trouble does not end.
        Throttled: the provider went on asking to slow down.
    """
    tries = patience.tries(job)
    while True:
        job.wait_for_turn(TENCENT)
        try:
            return question()
        except Unclear as trouble:
            tries.failed(str(trouble))
        except Refused as refusal:
            meaning = meaning_of(refusal.code)
            if meaning.reaction is Reaction.SLOW_DOWN:
                tries.throttled()
            elif meaning.reaction is Reaction.REPEAT:
                tries.failed(str(refusal))
            else:
                raise failure_of(meaning, provider_code=refusal.code, provider_says=refusal.says) from None


def _failure(meaning: Meaning, refusal: Refused, order: Order) -> Exception:
    return failure_of(meaning, provider_code=refusal.code, provider_says=refusal.says, session_id=order.session_id)
