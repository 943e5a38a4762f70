"""Where the API listens, and what its process imports."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from backend.api.server import address_of, listen
from backend.errors import ConfigurationError


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_addresses_that_others_reach_are_refused_with_advice(host: str) -> None:
    with pytest.raises(ConfigurationError, match=r"authenticating proxy.*ssh -L"):
        listen(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_free_port_is_taken_and_told(host: str) -> None:
    with listen(host, 0) as listener:
        assert address_of(listener) == f"http://{listener.getsockname()[0]}:{listener.getsockname()[1]}"
        assert listener.getsockname()[1] > 0


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_ipv6_address_is_written_as_a_url() -> None:
    try:
        listener = listen("::1", 0)
    except ConfigurationError:
        pytest.skip("no IPv6 loopback here")
    with listener:
        assert address_of(listener).startswith("http://[::1]:")


def test_taken_port_is_said_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ConfigurationError, match=rf"SLUICE_PORT={port}.*another"):
            listen("127.0.0.1", port)


def test_api_process_imports_no_media_library(tmp_path: object) -> None:
    program = """
import sys
from pathlib import Path
import backend.api.server, backend.api.threads, backend.engine.engine
from backend.api.app import create_app
from backend.catalogue import Catalogue
from backend.settings import Settings
from backend.storage import Storage
settings = Settings(_env_file=None, redis_url="unix:///nowhere", state_dir=Path(sys.argv[1]), selftest=True)
catalogue = Catalogue.discover(settings)
create_app(backend.engine.engine.Engine.open(settings, catalogue), Storage(settings.storage), catalogue, settings)
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"av", "numpy", "scipy", "PIL", "cv2", "librosa"}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
