"""What the provider's error codes mean for a job, as data.

They come in two places: as the answer to a request, and later in ``ErrCodeExt`` of a task that has ended.
Source: ``errorcodes.py`` and ``AigcVideoTask.ErrCodeExt`` in tencentcloud-sdk-python-vod; the common error codes of
Tencent Cloud API 3.0.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import Any

from actors.text_to_video.spec import TENCENT
from backend.errors import JobFailure, Throttled


class Reaction(enum.Enum):
    """What is to be done about an error code."""

    SLOW_DOWN = "the limit falls, the job goes back to its place"
    LOOK_FOR_TASK = "this order was placed before"
    REPEAT = "it is not known whether anything was done: ask the same again"
    LATER = "nothing came of it, but another order may do better"
    GIVE_UP = "it will not get better by itself"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """What an error code means.

    Args:
        reaction: what is to be done.
        code: what the job fails with, if it does.
        sentence: for people.
        quotable: whether the provider's own words may be shown: those about keys may repeat a part of them.
    """

    reaction: Reaction
    code: str
    sentence: str
    quotable: bool = True


_THROTTLED = Meaning(Reaction.SLOW_DOWN, "throttled", "Tencent Cloud asked to slow down.")
_DUPLICATE = Meaning(
    Reaction.LOOK_FOR_TASK,
    "order_unclear",
    "Tencent Cloud says that it has this order already, but does not list it. "
    "Look there for the session in the details; submit a new job if there is none.",
)
_TROUBLE = Meaning(
    Reaction.REPEAT, "provider_trouble", "Tencent Cloud has trouble of its own. Try again later."
)  # fmt: skip
_BUSY = Meaning(Reaction.LATER, "provider_busy", "Tencent's model has more to do than it can. Try again later.")
_KEY = Meaning(
    Reaction.GIVE_UP,
    "provider_key_refused",
    "Tencent Cloud refused the key. An operator has to check SLUICE_TENCENT_SECRET_ID and SLUICE_TENCENT_SECRET_KEY, "
    "the key's rights and this machine's clock.",
    quotable=False,
)
_NOT_ACTIVE = Meaning(
    Reaction.GIVE_UP,
    "provider_not_active",
    "Video on Demand or its AI videos are not active in this Tencent Cloud account. An operator has to activate them.",
)
_NO_CREDIT = Meaning(
    Reaction.GIVE_UP,
    "provider_account_suspended",
    "The Tencent Cloud account is suspended, mostly because nothing is left on it. Waiting does not help: an operator "
    "has to see to it there.",
)
_QUOTA = Meaning(
    Reaction.GIVE_UP,
    "provider_quota_used_up",
    "The Tencent Cloud account has used up its quota of AI videos. An operator has to raise it there.",
)
_APPLICATION = Meaning(
    Reaction.GIVE_UP,
    "provider_wrong_application",
    "Tencent Cloud does not know the application. An operator has to check SLUICE_TENCENT_SUB_APP_ID.",
)
_CONTENT = Meaning(
    Reaction.GIVE_UP,
    "content_rejected",
    "Tencent Cloud does not make this video: its rules on content forbid it. Change the prompt.",
)
_PARAMETER = Meaning(
    Reaction.GIVE_UP,
    "order_refused",
    "Tencent's model does not take the order as it is. The details say what it objects to: change that.",
)
_LOST = Meaning(
    Reaction.GIVE_UP, "order_lost", "Tencent Cloud knows nothing of the order any more. Submit the job again."
)
_STOPPED = Meaning(Reaction.GIVE_UP, "order_stopped", "The order was stopped at Tencent Cloud. Submit the job again.")
_NOT_MADE = Meaning(
    Reaction.LATER, "generation_failed", "Tencent's model failed to make this video. Try again, or change the prompt."
)
_UNKNOWN = Meaning(
    Reaction.GIVE_UP, "provider_refused", "Tencent Cloud refused the order. An operator can see why in the details."
)

#: By the code's dotted words; what is not here goes by the words before its last dot.
MEANINGS: Mapping[str, Meaning] = {
    "RequestLimitExceeded": _THROTTLED,
    "InvalidParameterValue.SessionId": _DUPLICATE,
    "FailedOperation.TaskDuplicate": _DUPLICATE,
    "InternalError": _TROUBLE,
    "FailedOperation": _TROUBLE,
    "FailedOperation.NetWorkError": _TROUBLE,
    "AuthFailure": _KEY,
    "UnauthorizedOperation": _KEY,
    "FailedOperation.NoPrivileges": _NOT_ACTIVE,
    "FailedOperation.InvalidVodUser": _NOT_ACTIVE,
    "InvalidParameterValue.AppId": _NOT_ACTIVE,
    "ResourceNotFound.ServiceNotExist": _NOT_ACTIVE,
    "ResourceNotFound.UserNotExist": _NOT_ACTIVE,
    "FailedOperation.InvalidAccount": _NO_CREDIT,
    "FailedOperation.UserStatusInavlid": _NO_CREDIT,  # spelled so by the provider
    "ResourceUnavailable": _NO_CREDIT,
    "LimitExceeded": _QUOTA,
    "InvalidParameterValue.SubAppId": _APPLICATION,
    "InvalidParameter.ViolationContent": _CONTENT,
    "InvalidParameter.VoilationContent": _CONTENT,  # spelled so by the provider
    "ContentModerationFailed": _CONTENT,
    "InvalidParameter": _PARAMETER,
    "InvalidParameterValue": _PARAMETER,
    "MissingParameter": _PARAMETER,
    "UnknownParameter": _PARAMETER,
    "UnsupportedOperation": _PARAMETER,
    "ResourceInsufficient": _BUSY,
    "ResourceNotFound": _LOST,
    "InvalidParameterValue.TaskId": _LOST,
    "OperationCanceled": _STOPPED,
    "ModelGenerateFailed": _NOT_MADE,
    "TaskTimeout": _NOT_MADE,
}
#: Where the same code means something else at the end of a task: then it is certain that nothing was made.
_OF_TASKS: Mapping[str, Meaning] = {
    "FailedOperation": _BUSY,  # documented as tasks that pile up
    "InternalError": dataclasses.replace(_TROUBLE, reaction=Reaction.LATER),
    "ResourceNotFound": _PARAMETER,
}


def meaning_of(code: str, *, of_task: bool = False) -> Meaning:
    """Return what an error code means.

    Args:
        code: the provider's, such as ``RequestLimitExceeded.UinLimitExceeded``.
        of_task: whether it stands in a task that has ended, rather than in an answer to a request.
    """
    words = code
    while words:
        known = (_OF_TASKS.get(words) if of_task else None) or MEANINGS.get(words)
        if known is not None:
            return known
        words = words.rpartition(".")[0]
    return _UNKNOWN


def failure_of(meaning: Meaning, **details: Any) -> JobFailure | Throttled:
    """Return what a job ends this start with.

    Args:
        meaning: of the provider's error code.
        details: facts for programs; ``provider_says`` is left out where it must not be shown.
    """
    if meaning.reaction is Reaction.SLOW_DOWN:
        return Throttled(meaning.sentence, resource=TENCENT)
    shown = {name: value for name, value in details.items() if name != "provider_says" or meaning.quotable}
    return JobFailure(meaning.code, meaning.sentence, retryable=meaning.reaction is not Reaction.GIVE_UP, details=shown)
