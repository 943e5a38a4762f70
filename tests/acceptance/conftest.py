"""Two whole services, started together: one with room for many jobs, one with room for one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.local_service import LocalService

RETENTION_S = 3


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalService, LocalService]]:
    with ThreadPoolExecutor(2) as pool:
        # The first has the leases that a user gets by default, and heartbeats too slow to carry a cancel in time.
        wide = pool.submit(
            LocalService,
            tmp_path_factory.mktemp("wide"),
            "--workers",
            "2",
            "--threads",
            "10",
            lease_s=7,
            heartbeat_s=3.5,
        )
        narrow = pool.submit(
            LocalService,
            tmp_path_factory.mktemp("narrow"),
            "--workers",
            "1",
            "--threads",
            "1",
            kinds__selftest__max_waiting=3,
            result_ttl_s=RETENTION_S,
        )
        started = wide.result(), narrow.result()
    try:
        yield started
    finally:
        for service in started:
            service.process.terminate()
        for service in started:
            service.process.communicate(timeout=40)


@pytest.fixture(scope="module")
def service(services: tuple[LocalService, LocalService]) -> LocalService:
    return services[0]


@pytest.fixture(scope="module")
def narrow(services: tuple[LocalService, LocalService]) -> LocalService:
    return services[1]
