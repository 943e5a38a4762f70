"""A service for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from falcon.testing import TestClient

from tests.integration.api.service import Service


@pytest.fixture
def service(store_url: str, tmp_path: Path) -> Iterator[Service]:
    made = Service(store_url, tmp_path, max_file_bytes=1_000_000, max_json_bytes=100_000)
    made.configure()
    yield made
    made.engine.close()


@pytest.fixture
def client(service: Service) -> TestClient:
    return service.client
