"""The program itself: it starts, paints and ends; it starts a service where none runs, and stops it again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import requests

from desktop.workers.local_service import LocalService
from tests.waiting import wait_until

ENVIRONMENT = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


NOBODY = "http://127.0.0.1:9"


def client(folder: Path, *options: str, server: str = NOBODY) -> subprocess.Popen[str]:
    known = ["--server", server] if server else []
    command = [sys.executable, "-m", "desktop.app", "--data", str(folder), *known, *options]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_program_paints_and_ends_in_order_though_no_server_answers(tmp_path: Path) -> None:
    started = client(tmp_path, "--smoke", "--language", "zh_CN", "--theme", "dark")
    _, said = started.communicate(timeout=60)
    assert (started.returncode, [line for line in said.splitlines() if "propagateSizeHints" not in line]) == (0, [])


def test_program_comes_back_to_the_last_server(tmp_path: Path) -> None:
    first = client(tmp_path, "--smoke")
    first.communicate(timeout=60)
    again = client(tmp_path, "--smoke", server="")
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert NOBODY in (tmp_path / "preferences.ini").read_text()


def test_ctrl_c_ends_it_and_a_second_one_only_knocks(tmp_path: Path) -> None:
    first = client(tmp_path)
    try:
        cache = tmp_path / "preferences.ini"
        wait_until(cache.exists, 30)
        second = client(tmp_path)
        second.communicate(timeout=30)
        assert second.returncode == 0
        assert first.poll() is None
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=20) == 0
    finally:
        first.kill()
        first.communicate()


def test_address_that_is_none_is_refused_with_a_sentence(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "desktop.app", "--server", "two words"], env=ENVIRONMENT, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert refused.returncode == 2
    assert "This is not an address. One looks like" in refused.stderr


def test_service_of_this_computer_is_started_and_stopped_with_the_client(tmp_path: Path) -> None:
    port, heard, told = free_port(), threading.Event(), []
    service = LocalService(tmp_path, port)

    def ready(answers: bool, said: str) -> None:
        told.append((answers, said))
        heard.set()

    service.start(ready)
    try:
        assert heard.wait(60)
        assert told == [(True, "")]
        assert requests.get(f"http://127.0.0.1:{port}/livez", timeout=10).status_code == 200
    finally:
        service.stop()
    assert not service.runs
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_service_that_can_not_start_says_why(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        heard, told = threading.Event(), []
        service = LocalService(tmp_path, taken.getsockname()[1])
        service.start(lambda answers, said: (told.append((answers, said)), heard.set()))
        assert heard.wait(60)
        service.stop()
    assert told[0][0] is False
    assert "port" in told[0][1].lower() or "address" in told[0][1].lower()
