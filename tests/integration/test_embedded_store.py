"""The embedded store: private, durable, gone when it should be."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import redis

from backend.errors import ConfigurationError
from backend.local import valkey
from backend.local.lock import StateLock, holder
from backend.local.processes import Child, rotate
from backend.local.store import EmbeddedStore, running_store_url
from tests.waiting import wait_until


def client(store: EmbeddedStore) -> redis.Redis:
    return redis.Redis.from_url(store.url)


def test_store_listens_on_no_network_and_needs_its_password(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        assert psutil.Process(store.pid).net_connections("inet") == []
        assert os.getsid(store.pid) == store.pid  # a session of its own: Ctrl-C does not reach it
        socket = tmp_path / "run" / "store.sock"
        assert stat.S_IMODE(socket.stat().st_mode) == 0o600
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "store.password").stat().st_mode) == 0o600
        with (
            redis.Redis(unix_socket_path=str(socket)) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
        password = (tmp_path / "store.password").read_text()
        assert password not in " ".join(psutil.Process(store.pid).cmdline())


def test_store_keeps_acknowledged_writes_through_a_kill_and_its_address(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        url = store.url
        with client(store) as writer:
            writer.set("kept", "yes")
        store.kill()
        assert store.pid == 0
        store.start()
        assert store.url == url
        with client(store) as reader:
            assert reader.get("kept") == b"yes"
            assert reader.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_stopped_store_leaves_no_process_and_no_socket(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        pid = store.pid
        assert running_store_url(tmp_path) == store.url
    assert not psutil.pid_exists(pid)
    assert list((tmp_path / "run").iterdir()) == []
    assert running_store_url(tmp_path) is None


def test_deep_state_folder_gets_a_short_socket_folder_for_the_time_being(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 15) / ("deeper" * 10)
    with EmbeddedStore(deep) as store, client(store) as reader:
        assert reader.ping()
        socket = Path(reader.connection_pool.connection_kwargs["path"])
        assert not socket.is_relative_to(deep)
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert not socket.parent.exists()


def test_folder_with_spaces_and_quotes_works(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / 'it\'s a "state"') as store, client(store) as reader:
        assert reader.ping()


def test_left_over_store_is_ended_by_the_next_one(tmp_path: Path) -> None:
    first = EmbeddedStore(tmp_path)
    first.start()
    with client(first) as writer:
        writer.set("kept", "yes")
    second = EmbeddedStore(tmp_path)
    with second, client(second) as reader:
        wait_until(lambda: first.pid == 0)
        assert reader.get("kept") == b"yes"


def test_foreign_process_with_the_recorded_pid_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text(f'{{"pid": {os.getpid()}, "born_s": 1.0, "socket": "/nowhere/store.sock"}}')
    assert EmbeddedStore(tmp_path).end_left_over() is False
    assert not (tmp_path / "store.json").exists()


def test_store_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "store" / "appendonlydir").mkdir(parents=True)
    (tmp_path / "store" / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
    store = EmbeddedStore(tmp_path)
    with pytest.raises(ConfigurationError, match="The store ended at its start"):
        store.start()
    assert store.pid == 0


def test_missing_server_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigurationError, match="SLUICE_REDIS_URL"):
        valkey.server_binary()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_store_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from backend.local.store import EmbeddedStore\n"
        "store = EmbeddedStore(Path(sys.argv[1])); store.start(); print(store.pid, flush=True); sys.stdin.read()"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        starter.kill()
    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


# --- the life line ------------------------------------------------------------------------------------------


def test_cut_life_line_ends_a_process_that_ignores_sigterm_and_its_descendants() -> None:
    script = (
        "import signal, subprocess, sys, time\n"
        "from backend.local import lifeline\n"
        "signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "assert lifeline.watch()\n"
        "child = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        "print(child.pid, flush=True)\n"
        "while True: time.sleep(1)\n"
    )
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "SLUICE_LIFELINE_FD": str(reading)},
        pass_fds=[reading],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        os.close(reading)
        assert process.stdout is not None
        grandchild = int(process.stdout.readline())
        assert process.poll() is None
        os.close(writing)
        assert process.wait(10) == -signal.SIGKILL
    wait_until(lambda: not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == "zombie")


# --- the lock -----------------------------------------------------------------------------------------------


def test_second_holder_is_told_who_is_first_and_what_to_do(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    with StateLock(tmp_path) as lock:
        assert not lock.follows_a_crash
        lock.note("http://127.0.0.1:1234")
        with pytest.raises(ConfigurationError, match=rf"process {os.getpid()} .*http://127.0.0.1:1234.*--state"):
            StateLock(tmp_path)
        found = holder(tmp_path)
        assert found is not None
        assert found.address == "http://127.0.0.1:1234"
    assert holder(tmp_path) is None
    StateLock(tmp_path).release()


def test_state_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(ConfigurationError, match="can't be used"):
        StateLock(tmp_path / "state")


# --- children and their logs --------------------------------------------------------------------------------


def test_child_that_dies_again_and_again_is_started_ever_later(tmp_path: Path) -> None:
    child = Child("worker 1", lambda: subprocess.Popen(["false"]), tmp_path / "x.log")
    child.start()
    news: list[str] = []
    while len(news) < 3:
        told = child.revive()
        news += [told] if told else []
        time.sleep(0.005)
    assert [line.split("again in ")[1].split(" s")[0] for line in news] == ["0.2", "0.4", "0.8"]
    assert "worker 1 ended with exit code 1" in news[0]
    child.kill()


def test_large_logs_are_moved_aside_while_their_writers_go_on(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 100)
        rotate(tmp_path, most_bytes=50)
        writer.write(b"y")
    assert (tmp_path / "api.log.1").read_bytes() == b"x" * 100
    assert log.read_bytes() == b"y"
