"""Every setting of the service, read once from the environment at the two composition roots.

``.env.example`` lists the same names with unit, default and range; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

LogLevel = Literal["debug", "info", "warning", "error"]
GIB = 1024**3


class KindSettings(BaseModel):
    """What an installation may change of one kind; None keeps the kind's own value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_concurrent: Annotated[int, Field(ge=1, le=10_000)] | None = None
    min_concurrent: Annotated[int, Field(ge=1, le=10_000)] | None = None
    ceiling: Annotated[int, Field(ge=1, le=10_000)] | None = None
    decrease: Annotated[int, Field(ge=0, le=1_000)] | None = None
    increase: Annotated[int, Field(ge=0, le=1_000)] | None = None
    recovery_interval_s: Annotated[float, Field(gt=0, le=86_400)] | None = None
    max_waiting: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    time_limit_s: Annotated[float, Field(gt=0, le=604_800)] | None = None
    result_ttl_s: Annotated[float, Field(gt=0, le=31_536_000)] | None = None
    max_attempts: Annotated[int, Field(ge=1, le=100)] | None = None
    memory_limit_bytes: Annotated[int, Field(ge=64 * 1024**2)] | None = None
    on_throttle: Literal["retry", "fail"] | None = None


class Settings(BaseSettings):
    """The service's settings; each is ``SLUICE_`` + its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="SLUICE_", env_nested_delimiter="__", env_file=".env", extra="ignore", frozen=True
    )

    # the store
    redis_url: SecretStr | None = Field(None, description="an existing Redis or Valkey; empty: the embedded one")
    namespace: str = Field("sluice", pattern=r"^[a-z0-9_-]{1,40}$", description="prefix of all keys in the store")
    state_dir: Path = Field(Path(".sluice"), description="folder of the local service: store, files, artifacts")
    storage_dir: Path | None = Field(None, description="folder shared by API and workers; empty: STATE_DIR/storage")

    # the API
    host: str = Field("127.0.0.1", description="address to listen on; loopback only until keys exist")
    port: int = Field(8080, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    api_threads: int = Field(32, ge=1, le=1_000, description="requests answered at once, waiting ones included")
    max_json_bytes: int = Field(1_048_576, ge=1_024, le=1_073_741_824, description="largest JSON body, bytes")
    max_json_depth: int = Field(32, ge=4, le=200, description="deepest nesting of a JSON body")
    max_file_bytes: int = Field(4 * GIB, ge=1, description="largest uploaded file, bytes")
    max_wait_s: float = Field(30.0, ge=0, le=300, description="longest that a waiting request is held, seconds")

    # the workers
    workers: int = Field(1, ge=1, le=256, description="worker processes of `sluice up`")
    threads: int = Field(4, ge=1, le=256, description="jobs at once in one worker process")
    lease_s: float = Field(7.0, ge=1, le=300, description="a job whose worker is silent so long runs again, seconds")
    heartbeat_s: float = Field(2.0, ge=0.2, le=60, description="how often a worker renews its leases, seconds")
    memory_limit_bytes: int = Field(2 * GIB, ge=64 * 1024**2, description="resident memory of one job, bytes")

    # the engine
    aging_s: float = Field(600.0, ge=0, le=604_800, description="waiting this long gains one priority level; 0: never")
    max_throttles: int = Field(100, ge=0, le=100_000, description="throttle errors after which a job fails")
    throttle_window_s: float = Field(1.0, ge=0, le=3_600, description="throttle errors this close count as one")
    result_ttl_s: float = Field(86_400.0, gt=0, le=31_536_000, description="how long a finished job is kept, seconds")
    file_ttl_s: float = Field(86_400.0, gt=0, le=31_536_000, description="how long an unused upload is kept, seconds")
    tombstone_ttl_s: float = Field(604_800.0, gt=0, le=31_536_000, description="how long a removed job answers 410")

    log_level: LogLevel = Field("info", description="debug, info, warning or error")
    selftest: bool = Field(False, description="offer the diagnostic kind selftest")
    kinds: dict[str, KindSettings] = Field(default_factory=dict, description="changes to single kinds")

    @property
    def storage(self) -> Path:
        """The folder of files and artifacts, shared by API and workers."""
        return self.storage_dir or self.state_dir / "storage"
