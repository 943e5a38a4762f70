"""Tencent's Video on Demand API on a loopback port: signatures checked, orders counted, every documented answer played.

The real SDK talks to it. What nobody scripts goes well: an order is WAITING, then PROCESSING, then FINISH, and its
video lies at an address of this server. ``script`` makes single answers go wrong, ``ending`` decides how tasks end.

    with VodServer(film) as server:
        server.script("CreateAigcVideoTask", error("RequestLimitExceeded"))
        job = FolderJob(folder, providers={"tencent-vod": server.access()})

Source: "Signature method v3" (TC3-HMAC-SHA256) and "Responses" in the documentation of Tencent Cloud API 3.0; the
field descriptions of the SDK.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import hmac
import json
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

VERSION = "2018-07-17"
SECRET_ID, SECRET_KEY = "AKIDtestonly0000000000000000000000000", "testonly0000000000000000000000"
APPLICATION = 1500000001
#: A signature is good for so long, seconds.
_CLOCKS_MAY_DIFFER_S = 300
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/ ]+)/(\d{4}-\d\d-\d\d)/(\w+)/tc3_request, "
    r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Play:
    """How one request is answered.

    Args:
        error: the error code; empty does what was asked.
        says: the words with it.
        html_status: answer with a page of HTML and this status instead.
        cut: break the connection in the middle of the answer.
        late_s: answer after so many seconds.
    """

    error: str = ""
    says: str = "No."
    html_status: int = 0
    cut: bool = False
    late_s: float = 0.0


def error(code: str, says: str = "No.") -> Play:
    return Play(error=code, says=says)


LOST_ANSWER, TROUBLE, LOST_TROUBLE = Play(cut=True), Play(html_status=500), Play(error="InternalError", cut=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Ending:
    """How a task ends.

    Args:
        status: the last status.
        number: ErrCode.
        word: ErrCodeExt.
        says: Message.
        has_video: whether it has an address.
    """

    status: str = "FINISH"
    number: int = 0
    word: str = ""
    says: str = ""
    has_video: bool = True


@dataclasses.dataclass
class Task:
    """An order that was taken, and will be charged."""

    id: str
    order: dict[str, Any]
    created: str
    looks: int = 0


class VodServer:
    """Serves while its ``with`` block lasts.

    Args:
        film: the MP4 that every task makes.
        looks: looks at a task before it has ended.

    Attributes:
        tasks: all orders that were taken, by their id.
        asked: action and body of each request whose signature was good.
        usual: how an action is answered when nothing is scripted for it.
        ending: decides how a task ends.
        listed: whether tasks are found in the list.
        breaks: after how many bytes each of the next connections to a video breaks off.
        ranges: the Range header of each request for a video.
    """

    def __init__(self, film: bytes, *, looks: int = 2) -> None:
        self.film, self.looks = film, looks
        self.tasks: dict[str, Task] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.ending: Callable[[Task], Ending] = lambda _: Ending()
        self.listed = True
        self.breaks: deque[int] = deque()
        self.ranges: list[str | None] = []
        self.lock = threading.RLock()
        self.closing = threading.Event()
        self.usual: dict[str, Play] = {}
        self._script: dict[str, deque[Play]] = defaultdict(deque)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def access(self, **changes: Any) -> dict[str, Any]:
        """Return what ``job.provider("tencent-vod")`` gives for this server."""
        web = {"loopback": True, "max_bytes": 50_000_000, "timeout_s": 30.0}
        return {
            "secret_id": SECRET_ID, "secret_key": SECRET_KEY, "sub_app_id": APPLICATION, "region": "",
            "base_url": self.url, "poll_s": 0.01, "web": web,
        } | changes  # fmt: skip

    def script(self, action: str, *plays: Play) -> None:
        """Answer the next requests of an action so."""
        self._script[action].extend(plays)

    def actions(self) -> list[str]:
        return [action for action, _ in self.asked]

    def sessions(self) -> list[str]:
        """Return the session id of each order that was taken."""
        return [task.order["SessionId"] for task in self.tasks.values()]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    # --- the API -----------------------------------------------------------------------------------------

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[Play, dict[str, Any]]:
        """Return how a request is played, and the answer's ``Response``."""
        fault = fault_of_signature(headers, body, {SECRET_ID: SECRET_KEY}) or _fault_of_request(headers, body)
        if fault:
            return Play(), _error(*fault)
        action, fields = headers["x-tc-action"], json.loads(body)
        with self.lock:
            self.asked.append((action, fields))
            play = self._script[action].popleft() if self._script[action] else self.usual.get(action, Play())
            if play.error:
                return play, _error(play.error, play.says)
            if play.html_status:
                return play, {}
            return play, getattr(self, f"_{action}")(fields)

    def _CreateAigcVideoTask(self, order: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 (the API's own name)
        if not order.get("ModelName") or not order.get("ModelVersion") or not order.get("Prompt"):
            return _error("MissingParameter", "ModelName, ModelVersion and Prompt are required.")
        session = order.get("SessionId", "")
        if len(session) > 50:
            return _error("InvalidParameterValue.SessionIdTooLong", "SessionId is too long.")
        if session and session in self.sessions():
            return _error("InvalidParameterValue.SessionId", "The request is removed due to duplication.")
        task = Task(f"{APPLICATION}-AigcVideo-{len(self.tasks)}", order, _now())
        self.tasks[task.id] = task
        return {"TaskId": task.id}

    def _DescribeTaskDetail(self, query: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        task = self.tasks.get(query["TaskId"])
        if task is None:
            return _error("InvalidParameterValue.TaskId", "There is no such task.")
        task.looks += 1
        if task.looks <= self.looks:
            status = "WAITING" if task.looks == 1 else "PROCESSING"
            ending = Ending(status, has_video=False)
        else:
            ending = self.ending(task)
        files = [{"FileType": "mp4", "FileUrl": f"{self.url}/video/{task.id}.mp4"}] if ending.has_video else []
        return {
            "TaskType": "AigcVideoTask", "Status": ending.status, "CreateTime": task.created,
            "AigcVideoTask": {
                "TaskId": task.id, "Status": "FINISH" if ending.status == "FINISH" else "PROCESSING",
                "ErrCode": ending.number, "ErrCodeExt": ending.word, "Message": ending.says,
                "Progress": min(100, 100 * task.looks // (self.looks + 1)), "SessionId": task.order.get("SessionId"),
                "Output": {"FileInfos": files, "Usage": {"OutputSeconds": task.order["OutputConfig"]["Duration"]}},
            },
        }  # fmt: skip

    def _DescribeTasks(self, query: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        after, size = query["CreateTime"]["After"], query["Limit"]
        tasks = [task for task in self.tasks.values() if task.created >= after] if self.listed else []
        begin = int(query.get("ScrollToken") or 0)
        rest = str(begin + size) if begin + size < len(tasks) else ""
        page = [
            {"TaskId": task.id, "Status": "PROCESSING", "SessionId": task.order.get("SessionId")}
            for task in tasks[begin : begin + size]
        ]
        return {"TaskSet": page, "ScrollToken": rest}


def fault_of_signature(headers: dict[str, str], body: bytes, keys: dict[str, str]) -> tuple[str, str] | None:
    """Check a request's TC3-HMAC-SHA256 signature; return error code and words, None for a good one."""
    found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if found is None:
        return "AuthFailure.InvalidAuthorization", "Authorization can't be read."
    key_id, date, service, signed, signature = found.groups()
    if key_id not in keys:
        return "AuthFailure.SecretIdNotFound", f"The SecretId is not found: {key_id}"
    timestamp = headers.get("x-tc-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > _CLOCKS_MAY_DIFFER_S:
        return "AuthFailure.SignatureExpire", "The timestamp is not of now."
    names = signed.split(";")
    if not {"content-type", "host"} <= set(names) or names != sorted(names):
        return "AuthFailure.InvalidAuthorization", "content-type and host must be signed."
    lines = [f"{name}:{headers.get(name, '').strip().lower()}\n" for name in names]
    request = "\n".join(["POST", "/", "", "".join(lines), signed, hashlib.sha256(body).hexdigest()])
    text = "\n".join(
        ["TC3-HMAC-SHA256", timestamp, f"{date}/{service}/tc3_request", hashlib.sha256(request.encode()).hexdigest()]
    )
    key = f"TC3{keys[key_id]}".encode()
    for part in (date, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    good = hmac.compare_digest(hmac.new(key, text.encode(), "sha256").hexdigest(), signature)
    today = datetime.datetime.fromtimestamp(int(timestamp), datetime.UTC).strftime("%Y-%m-%d")
    if good and (date, service) == (today, "vod"):
        return None
    return "AuthFailure.SignatureFailure", "The provided credentials could not be validated."


def _fault_of_request(headers: dict[str, str], body: bytes) -> tuple[str, str] | None:
    if headers.get("x-tc-version") != VERSION:
        return "NoSuchVersion", "There is no such version."
    if not hasattr(VodServer, f"_{headers.get('x-tc-action')}"):
        return "InvalidAction", "There is no such action."
    try:
        fields = json.loads(body)
    except ValueError:
        return "InvalidRequest", "The body is no JSON."
    if fields.get("SubAppId") != APPLICATION:
        return "InvalidParameterValue.SubAppId", "There is no such application."
    return None


def _error(code: str, says: str) -> dict[str, Any]:
    return {"Error": {"Code": code, "Message": says}}


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- HTTP ------------------------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, owner: VodServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: clients may die whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        play, response = self.server.owner.answer(headers, body)
        if play.late_s and self.server.owner.closing.wait(play.late_s):
            return
        if play.html_status:
            self._send(play.html_status, b"<html><body>Bad luck</body></html>", {"Content-Type": "text/html"})
            return
        raw = json.dumps({"Response": {**response, "RequestId": "3c140219-cfe9-470e-b241-907877d6fb03"}}).encode()
        self._send(200, raw, {"Content-Type": "application/json"}, stop=len(raw) // 2 if play.cut else None)

    def do_GET(self) -> None:
        owner = self.server.owner
        owner.ranges.append(self.headers.get("Range"))
        if not self.path.startswith("/video/"):
            self._send(404, b"nothing here", {})
            return
        film, headers = owner.film, {"Content-Type": "video/mp4", "ETag": '"film"'}
        status, begin = 200, 0
        if asked := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or ""):
            status, begin = 206, int(asked[1])
            headers["Content-Range"] = f"bytes {begin}-{len(film) - 1}/{len(film)}"
        self._send(status, film[begin:], headers, stop=owner.breaks.popleft() if owner.breaks else None)

    def _send(self, status: int, body: bytes, headers: dict[str, str], stop: int | None = None) -> None:
        """Send an answer, or only its beginning."""
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if stop is None else body[:stop])
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""
