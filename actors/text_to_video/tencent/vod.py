"""Tencent's Video on Demand API through its own SDK: the three calls that are needed, and the two ways they fail.

The SDK is imported on first use: it takes a second and 175 MB, and only jobs that order a video there need it.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import urllib.parse
from collections.abc import Mapping
from typing import Any

from backend.errors import JobFailure

#: Longest silence of the API, seconds.
_TIMEOUT_S = 30
#: Tasks in one page of a listing, and pages that are read at most.
_PAGE_TASKS, _MOST_PAGES = 100, 50


class Refused(Exception):
    """The provider answered with an error code.

    Args:
        code: its code.
        says: its words.
    """

    def __init__(self, code: str, says: str) -> None:
        self.code, self.says = code, says[:500]
        super().__init__(f"{code}: {self.says}")


class Unclear(Exception):
    """There was no answer, or none that can be read: nobody knows whether the provider did what it was asked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How a task stands.

    Args:
        status: WAITING, PROCESSING, FINISH or ABORTED, or a word that is not documented.
        percent: how much is done, 0..100.
        error: the error code if it went wrong, else empty.
        says: the provider's words on it.
        url: where the video is once it is made.
        seconds: the length that is charged; None if not told.
    """

    status: str
    percent: int = 0
    error: str = ""
    says: str = ""
    url: str = ""
    seconds: float | None = None


class Vod:
    """The API as one account may use it.

    Args:
        access: what the operator set (see ``actors.providers``).

    Raises:
        JobFailure: ``provider_key_refused`` for keys that can't be any.
    """

    def __init__(self, access: Mapping[str, Any]) -> None:
        from tencentcloud.common.credential import Credential  # noqa: PLC0415 (see above)
        from tencentcloud.common.exception import TencentCloudSDKException  # noqa: PLC0415
        from tencentcloud.common.profile.client_profile import ClientProfile  # noqa: PLC0415
        from tencentcloud.common.profile.http_profile import HttpProfile  # noqa: PLC0415
        from tencentcloud.vod.v20180717 import models, vod_client  # noqa: PLC0415

        self._models, self._failures = models, TencentCloudSDKException
        self._application = {"SubAppId": access["sub_app_id"]} if access.get("sub_app_id") else {}
        address = urllib.parse.urlsplit(access["base_url"])
        try:
            credential = Credential(access["secret_id"], access["secret_key"])
        except TencentCloudSDKException:
            raise JobFailure(
                "provider_key_refused",
                "The key for Tencent Cloud can't be one. An operator has to check SLUICE_TENCENT_SECRET_ID and "
                "SLUICE_TENCENT_SECRET_KEY.",
            ) from None
        http = HttpProfile(protocol=address.scheme, endpoint=address.netloc, reqTimeout=_TIMEOUT_S)
        profile = ClientProfile(httpProfile=http, language="en-US")
        self._client: Any = vod_client.VodClient(credential, access.get("region") or "", profile)

    def order(self, order: Mapping[str, Any]) -> str:
        """Order a video; return the task's id.

        Args:
            order: the fields of CreateAigcVideoTaskRequest.

        Raises:
            Refused: with an error code.
            Unclear: it may have been ordered.
        """
        answer = self._call("CreateAigcVideoTask", order)
        if not answer.TaskId:
            raise Unclear("the answer names no task")
        return str(answer.TaskId)

    def look(self, task_id: str) -> Look:
        """Look how a task stands.

        Raises:
            Refused: with an error code.
            Unclear: it can't be told now.
        """
        answer = self._call("DescribeTaskDetail", {"TaskId": task_id})
        task = answer.AigcVideoTask
        if task is None:
            return Look(str(answer.Status or ""))
        output = task.Output
        files = (output and output.FileInfos) or []
        usage = output and output.Usage
        return Look(
            status=str(answer.Status or task.Status or ""),
            percent=min(100, max(0, int(task.Progress or 0))),
            error=_error_of(int(task.ErrCode or 0), str(task.ErrCodeExt or "")),
            says=str(task.Message or "")[:500],
            url=next((str(file.FileUrl) for file in files if file.FileUrl), ""),
            seconds=usage.OutputSeconds if usage else None,
        )

    def find(self, session_id: str, since_s: float) -> str | None:
        """Return the id of the task that was ordered under a session id; None if none is listed.

        Args:
            session_id: as it was given with the order.
            since_s: Unix seconds; older tasks are not looked through.

        Raises:
            Refused: with an error code.
            Unclear: it can't be told now.
        """
        after = datetime.datetime.fromtimestamp(since_s, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        query = {"CreateTime": {"After": after}, "Limit": _PAGE_TASKS}
        for _ in range(_MOST_PAGES):
            answer = self._call("DescribeTasks", query)
            for task in answer.TaskSet or []:
                if task.SessionId == session_id:
                    return str(task.TaskId)
            if not answer.ScrollToken:
                return None
            query = {**query, "ScrollToken": answer.ScrollToken}
        raise Unclear("the list of tasks has no end")

    def _call(self, action: str, fields: Mapping[str, Any]) -> Any:
        request = getattr(self._models, f"{action}Request")()
        request.from_json_string(json.dumps({**self._application, **fields}))
        try:
            return getattr(self._client, action)(request)
        except self._failures as error:
            # Only what the provider itself says has a request id; all else went wrong on the way.
            if error.requestId:
                raise Refused(str(error.code), str(error.message)) from None
            raise Unclear(f"{error.code}: {str(error.message)[:200]}") from None


def _error_of(number: int, word: str) -> str:
    """Return a task's error code, the word where there is one; empty if nothing went wrong."""
    if number:
        return word or str(number)
    return "" if word.upper() == "SUCCESS" else word
