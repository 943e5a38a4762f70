"""Videos ordered at Tencent: the real SDK against a server that checks signatures and plays every answer."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tencentcloud.common.http.request import ApiRequest

from actors.text_to_video.run import run
from actors.text_to_video.spec import KIND, TextToVideoParameters
from actors.text_to_video.tencent import production
from actors.text_to_video.tencent.arrival import plays_at_once
from actors.text_to_video.tencent.orders import SESSION_KNOWN_S
from actors.text_to_video.tencent.patience import Patience
from backend.errors import JobFailure, Throttled
from tests.material import vod_server
from tests.material.job import FolderJob
from tests.material.small_film import small_film
from tests.material.vod_server import LOST_ANSWER, LOST_TROUBLE, TROUBLE, Ending, Play, VodServer, error

ORDER, LOOK, LIST = "CreateAigcVideoTask", "DescribeTaskDetail", "DescribeTasks"
QUICK = Patience(
    poll_s=0.01, longest_poll_s=0.01, failures=4, first_pause_s=0.01, longest_pause_s=0.01, listings=3, unknown_looks=5
)
THROTTLE = "RequestLimitExceeded"


FILM = small_film()


@pytest.fixture
def server() -> Iterator[VodServer]:
    with VodServer(FILM) as made:
        yield made


def params(**changes: Any) -> TextToVideoParameters:
    parsed = KIND.parse({"prompt": "一个小男孩在街上跑步", "provider": "tencent", **changes})
    assert isinstance(parsed, TextToVideoParameters)
    return parsed


class Start:
    """One start of a job; ``again`` is the next start of the same job, with what it remembers."""

    def __init__(self, folder: Path, server: VodServer, remembered: dict[str, Any] | None = None, **access: Any):
        self.folder, self.server = folder, server
        self.job = FolderJob(
            folder, providers={"tencent-vod": server.access(**access)}, remembered=remembered, cpu_threads=2
        )
        self.failure: JobFailure | Throttled | None = None
        try:
            production.produce(params(), self.job, folder / "video.mp4", QUICK)
        except (JobFailure, Throttled) as failure:
            self.failure = failure

    def again(self) -> Start:
        return Start(self.folder, self.server, self.job.remembered)

    @property
    def code(self) -> str:
        assert isinstance(self.failure, JobFailure), self.failure
        return self.failure.code


# --- when all goes well ----------------------------------------------------------------------------------


def test_ordered_video_is_delivered_with_its_stills_and_what_was_asked(tmp_path: Path, server: VodServer) -> None:
    job = FolderJob(tmp_path, providers={"tencent-vod": server.access()})
    (tmp_path / "film.mp4").write_bytes(FILM)
    assert not plays_at_once(tmp_path / "film.mp4")
    result = run(params(seed=7, negative_prompt="rain", enhance_prompt=False, fps=30), job)
    assert (result.width, result.height, result.frames, result.fps, result.duration_s) == (160, 90, 48, 24.0, 2.0)
    assert (result.model, result.provider_task_id) == ("Hailuo 2.3", next(iter(server.tasks)))
    assert "frame rate" in result.warnings[0]
    assert plays_at_once(tmp_path / "video.mp4")
    with Image.open(tmp_path / "poster.jpg") as poster, Image.open(tmp_path / "preview.webp") as preview:
        assert poster.size == (160, 90)
        assert preview.n_frames == 16
    scene = json.loads((tmp_path / "scene.json").read_text())
    (task,) = server.tasks.values()
    assert task.order == {**scene["asked"], "SessionId": "test", "SubAppId": vod_server.APPLICATION}
    assert scene["asked"] == {
        "ModelName": "Hailuo", "ModelVersion": "2.3", "Prompt": "一个小男孩在街上跑步", "NegativePrompt": "rain",
        "EnhancePrompt": "Disabled", "Seed": 7,
        "OutputConfig": {"StorageMode": "Temporary", "Duration": 6, "Resolution": "768P"},
    }  # fmt: skip
    assert job.spent == {"tencent_tasks": 1, "tencent_video_s": 6}
    fractions = [fraction for fraction, _, _ in job.reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert {"ordering", "generating", "fetching", "checking"} <= {stage for _, stage, _ in job.reports}
    assert set(job.turns) == {"tencent-vod"}
    assert len(job.turns) == len(server.asked)


def test_sdk_is_not_loaded_before_a_video_is_ordered() -> None:
    script = "import sys, actors.text_to_video.run; print([name for name in sys.modules if 'tencentcloud' in name])"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


# --- signatures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"secret_key": "another"}, "provider_key_refused"),
        ({"secret_id": "AKIDanother"}, "provider_key_refused"),
        ({"secret_key": "with space "}, "provider_key_refused"),
        ({"sub_app_id": 5}, "provider_wrong_application"),
    ],
)
def test_wrong_key_or_application_is_told_and_never_shown(
    tmp_path: Path, server: VodServer, changes: dict[str, Any], code: str
) -> None:
    start = Start(tmp_path, server, **changes)
    assert start.code == code
    assert isinstance(start.failure, JobFailure)
    assert not start.failure.retryable
    shown = json.dumps([start.failure.message, start.failure.details, start.job.lines, start.job.remembered])
    assert not any(str(changes.get(name, "?")) in shown for name in ("secret_id", "secret_key"))
    assert not server.tasks


def test_server_refuses_a_body_that_was_changed_after_signing(server: VodServer, monkeypatch: Any) -> None:
    send = ApiRequest.send_request

    def changed(self: Any, request: Any) -> Any:
        request.data = request.data.replace("Hailuo", "Kling")
        return send(self, request)

    monkeypatch.setattr(ApiRequest, "send_request", changed)
    vod = production.Vod(server.access())
    with pytest.raises(Exception, match=r"^AuthFailure\.SignatureFailure"):
        vod.order({"ModelName": "Hailuo", "ModelVersion": "2.3", "Prompt": "x"})


# --- one order, whatever happens ---------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [LOST_ANSWER, TROUBLE, LOST_TROUBLE, error("InternalError.DBError")])
def test_unclear_answer_is_asked_for_again_under_the_same_session(
    tmp_path: Path, server: VodServer, trouble: Play
) -> None:
    server.script(ORDER, trouble)
    start = Start(tmp_path, server)
    assert start.failure is None
    assert server.sessions() == ["test"]
    assert [fields["SessionId"] for action, fields in server.asked if action == ORDER] == ["test", "test"]
    assert start.job.spent["tencent_tasks"] == 1


def test_start_killed_between_order_and_answer_finds_its_task(tmp_path: Path, server: VodServer) -> None:
    server._CreateAigcVideoTask({"ModelName": "m", "ModelVersion": "v", "Prompt": "p", "SessionId": "test"} | OUTPUT)
    server.script(LIST, TROUBLE, error(THROTTLE))
    start = Start(tmp_path, server, {"order": vars_of("sending")})
    assert start.failure is None
    assert server.sessions() == ["test"]
    assert start.job.spent["tencent_tasks"] == 1


def test_start_killed_before_its_order_left_places_it_once(tmp_path: Path, server: VodServer) -> None:
    assert Start(tmp_path, server, {"order": vars_of("sending")}).failure is None
    assert server.sessions() == ["test"]


OUTPUT = {"OutputConfig": {"Duration": 6}}


def vars_of(state: str, *, sent: int = 1, since_s: float | None = None, task_id: str = "") -> dict[str, Any]:
    return {
        "number": 0, "session_id": "test", "state": state, "sent": sent, "task_id": task_id,
        "since_s": time.time() if since_s is None else since_s,
    }  # fmt: skip


def test_start_after_a_crash_goes_on_with_the_placed_order(tmp_path: Path, server: VodServer) -> None:
    server.script(LOOK, *[TROUBLE] * QUICK.failures)
    first = Start(tmp_path, server)
    assert first.code == "provider_unreachable"
    second = first.again()
    assert second.failure is None
    assert server.actions().count(ORDER) == 1
    assert (first.job.spent["tencent_tasks"], second.job.spent["tencent_tasks"]) == (1, 0)


def test_order_that_is_known_but_not_listed_is_never_placed_again(tmp_path: Path, server: VodServer) -> None:
    server.listed = False
    server.script(ORDER, LOST_ANSWER)
    start = Start(tmp_path, server)
    for _ in range(3):
        assert start.code == "order_unclear"
        assert isinstance(start.failure, JobFailure)
        assert start.failure.details["session_id"] == "test"
        start = start.again()
    assert server.sessions() == ["test"]
    server.listed = True
    assert start.again().failure is None


def test_session_that_the_provider_may_have_forgotten_is_not_sent_again(tmp_path: Path, server: VodServer) -> None:
    old = vars_of("sending", since_s=time.time() - SESSION_KNOWN_S - 1)
    assert Start(tmp_path, server, {"order": old}).code == "order_unclear"
    assert not server.asked


def test_task_is_found_among_hundreds(tmp_path: Path, server: VodServer) -> None:
    other = {"ModelName": "GV", "ModelVersion": "3.1", "Prompt": "x"}
    for number in range(250):
        server._CreateAigcVideoTask({**other, "SessionId": f"other {number}"})
    server.script(ORDER, LOST_ANSWER)
    assert Start(tmp_path, server).failure is None
    assert server.actions().count(LIST) == 3


# --- asked to slow down ------------------------------------------------------------------------------------


def test_throttled_order_goes_back_and_is_placed_under_a_new_session(tmp_path: Path, server: VodServer) -> None:
    server.script(ORDER, error(f"{THROTTLE}.UinLimitExceeded"))
    first = Start(tmp_path, server)
    assert isinstance(first.failure, Throttled)
    assert first.failure.resource == "tencent-vod"
    assert first.again().failure is None
    assert server.sessions() == ["test-1"]


def test_throttle_of_a_repeated_order_keeps_its_session(tmp_path: Path, server: VodServer) -> None:
    server.script(ORDER, LOST_ANSWER, error(THROTTLE))
    first = Start(tmp_path, server)
    assert isinstance(first.failure, Throttled)
    assert first.again().failure is None
    assert server.sessions() == ["test"], "the lost answer was of an order that had been taken"


def test_task_that_ends_throttled_goes_back_and_is_ordered_anew(tmp_path: Path, server: VodServer) -> None:
    server.ending = lambda task: Ending(number=1, word=THROTTLE) if len(server.tasks) == 1 else Ending()
    first = Start(tmp_path, server)
    assert isinstance(first.failure, Throttled)
    assert first.failure.resource == "tencent-vod"
    assert first.again().failure is None
    assert server.sessions() == ["test", "test-1"]


def test_throttled_look_lowers_the_limit_and_keeps_the_place(tmp_path: Path, server: VodServer) -> None:
    server.script(LOOK, error(THROTTLE), error(THROTTLE))
    start = Start(tmp_path, server)
    assert start.failure is None
    assert start.job.slowed == [("tencent-vod", None)] * 2
    server.script(LOOK, *[error(THROTTLE)] * QUICK.failures)
    assert isinstance(Start(tmp_path, server, {"order": start.job.remembered["order"]}).failure, Throttled)


# --- what does not get better ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider_code", "code", "retryable"),
    [
        ("FailedOperation.UserStatusInavlid", "provider_account_suspended", False),
        ("FailedOperation.InvalidVodUser", "provider_not_active", False),
        ("LimitExceeded.Quota", "provider_quota_used_up", False),
        ("InvalidParameter.ViolationContent", "content_rejected", False),
        ("InvalidParameterValue.Resolution", "order_refused", False),
        ("UnsupportedOperation", "order_refused", False),
        ("ResourceInsufficient", "provider_busy", True),
        ("SomethingNew.OfTomorrow", "provider_refused", False),
    ],
)
def test_refused_order_says_what_to_do(
    tmp_path: Path, server: VodServer, provider_code: str, code: str, retryable: bool
) -> None:
    server.script(ORDER, error(provider_code, "Resolution 9000P is unsupported."))
    start = Start(tmp_path, server)
    assert start.code == code
    assert isinstance(start.failure, JobFailure)
    assert start.failure.retryable is retryable
    assert start.failure.details["provider_code"] == provider_code
    assert start.failure.details["provider_says"] == "Resolution 9000P is unsupported."
    assert start.again().failure is None, "a retry by hand orders anew"
    assert server.sessions() == ["test-1"]


@pytest.mark.parametrize(
    ("ending", "code", "retryable"),
    [
        (Ending(number=70000, word="ContentModerationFailed"), "content_rejected", False),
        (Ending(number=70000, word="InvalidParameter.VoilationContent"), "content_rejected", False),
        (Ending(number=70000, word="ModelGenerateFailed"), "generation_failed", True),
        (Ending(number=70000, word="FailedOperation"), "provider_busy", True),
        (Ending(number=70000, word="InternalError"), "provider_trouble", True),
        (Ending(number=70000, word="TaskTimeout"), "generation_failed", True),
        (Ending(number=70000), "provider_refused", False),
        (Ending("ABORTED", has_video=False), "order_stopped", False),
        (Ending("FAIL", number=5, word="ResourceInsufficient"), "provider_busy", True),
        (Ending(has_video=False), "no_video", False),
    ],
)
def test_task_that_ends_badly_fails_the_job(
    tmp_path: Path, server: VodServer, ending: Ending, code: str, retryable: bool
) -> None:
    server.ending = lambda _: ending
    start = Start(tmp_path, server)
    assert start.code == code
    assert isinstance(start.failure, JobFailure)
    assert start.failure.retryable is retryable
    assert start.failure.details["task_id"] == next(iter(server.tasks))
    server.ending = lambda _: Ending(word="SUCCESS")
    assert start.again().failure is None
    assert server.sessions() == ["test", "test-1"]


def test_status_that_nobody_knows_is_waited_for_only_so_long(tmp_path: Path, server: VodServer) -> None:
    server.ending = lambda _: Ending("DREAMING")
    start = Start(tmp_path, server)
    assert start.code == "provider_trouble"
    server.ending = lambda task: Ending("DREAMING") if task.looks < 10 else Ending()
    assert start.again().failure is None
    assert server.actions().count(ORDER) == 1


def test_provider_that_is_away_is_told(tmp_path: Path, server: VodServer) -> None:
    start = Start(tmp_path, server, base_url="http://127.0.0.1:1")
    assert start.code == "provider_unreachable"
    assert start.again().failure is None
    assert server.sessions() == ["test"]


def test_order_that_the_provider_has_forgotten_is_lost(tmp_path: Path, server: VodServer) -> None:
    assert Start(tmp_path, server, {"order": vars_of("placed", task_id="gone")}).code == "order_lost"


# --- fetching ----------------------------------------------------------------------------------------------


def test_download_that_breaks_off_goes_on_where_it_was(tmp_path: Path, server: VodServer) -> None:
    server.film = small_film(index_first=True, noise=200)
    server.breaks.extend([70_000, 140_000])
    assert Start(tmp_path, server).failure is None
    assert server.ranges == [None, "bytes=70000-", "bytes=210000-"]
    assert (tmp_path / "video.mp4").read_bytes() == server.film


def test_download_that_breaks_off_too_often_is_tried_later_with_the_same_order(
    tmp_path: Path, server: VodServer
) -> None:
    server.breaks.extend([100, 100, 100])
    first = Start(tmp_path, server)
    assert first.code == "fetch_failed"
    assert isinstance(first.failure, JobFailure)
    assert first.failure.retryable
    second = first.again()
    assert second.failure is None
    assert server.actions().count(ORDER) == 1
    assert (first.job.spent["tencent_video_s"], second.job.spent["tencent_video_s"]) == (6, 0)


@pytest.mark.parametrize("data", [b"", b"<html>Sign in</html>", FILM[:3000], b"\0" * 5000])
def test_what_is_no_whole_mp4_is_not_delivered(tmp_path: Path, server: VodServer, data: bytes) -> None:
    server.film = data
    assert Start(tmp_path, server).code == "unreadable_video"


def test_video_on_a_private_address_is_not_fetched(tmp_path: Path, server: VodServer) -> None:
    web = {"loopback": False, "max_bytes": 1_000_000, "timeout_s": 5.0}
    assert Start(tmp_path, server, web=web).code == "fetch_refused"
    assert not server.ranges
