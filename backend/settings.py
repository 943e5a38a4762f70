"""Every setting of the service, read once from the environment at the two composition roots.

``.env.example`` lists the same names with unit, default and range; a test holds the two together.
The words in which wrong settings are told are in ``setting_faults.py``.
"""

from __future__ import annotations

import ipaddress
import itertools
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from backend.older_names import OlderNames


def _log_level_word(value: Any) -> Any:
    """Accept the older spellings: capitals, ``warn``, ``critical``."""
    word = str(value).strip().lower()
    return {"warn": "warning", "critical": "error", "fatal": "error"}.get(word, word)


LogLevel = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_log_level_word)]
GIB = 1024**3


class KindSettings(BaseModel):
    """What an installation may change of one kind; None keeps the kind's own value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_concurrent: int | None = Field(
        None, ge=1, le=10_000, description="jobs at once, where an adaptive limit starts"
    )
    min_concurrent: int | None = Field(None, ge=1, le=10_000, description="an adaptive limit never falls below")
    ceiling: int | None = Field(None, ge=1, le=10_000, description="an adaptive limit never climbs above")
    decrease: int | None = Field(None, ge=0, le=1_000, description="jobs fewer after a throttle error")
    increase: int | None = Field(None, ge=0, le=1_000, description="jobs more after each quiet interval")
    recovery_interval_s: float | None = Field(
        None, gt=0, le=86_400, description="time without a throttle error that makes an interval quiet, seconds"
    )
    max_waiting: int | None = Field(None, ge=0, le=10_000_000, description="jobs that may wait; one more is refused")
    time_limit_s: float | None = Field(
        None, gt=0, le=604_800, description="how long one attempt may run unless the job says otherwise, seconds"
    )
    result_ttl_s: float | None = Field(
        None, gt=0, le=31_536_000, description="how long a finished job and its files are kept, seconds"
    )
    max_attempts: int | None = Field(
        None, ge=1, le=100, description="starts that may fail in a retryable way before the job does"
    )
    memory_limit_bytes: int | None = Field(None, ge=64 * 1024**2, description="resident memory of one job, bytes")
    on_throttle: Literal["retry", "fail"] | None = Field(
        None, description="retry puts a throttled job back in its place, fail ends it"
    )

    @model_validator(mode="after")
    def _limits_in_order(self) -> Self:
        named = [
            (name, value)
            for name in ("min_concurrent", "max_concurrent", "ceiling")
            if (value := getattr(self, name)) is not None
        ]
        for (lower, lower_value), (upper, upper_value) in itertools.pairwise(named):
            if lower_value > upper_value:
                raise ValueError(f"{lower} ({lower_value}) is larger than {upper} ({upper_value})")
        return self


class Settings(BaseSettings):
    """The service's settings; each is ``SLUICE_`` + its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="SLUICE_",
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    # the store
    redis_url: SecretStr | None = Field(None, description="an existing Redis or Valkey; empty: the embedded one")
    namespace: str = Field("sluice", pattern=r"^[a-z0-9_-]{1,40}$", description="prefix of all keys in the store")
    state_dir: Path = Field(Path(".sluice"), description="folder of the local service: store, files, artifacts, logs")
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
    aging_s: float = Field(
        600.0, ge=0, le=604_800, description="waiting this long gains one priority level, seconds; 0: never"
    )
    max_throttles: int = Field(100, ge=0, le=100_000, description="throttle errors after which a job fails")
    throttle_window_s: float = Field(
        1.0, ge=0, le=3_600, description="throttle errors this close count as one, seconds"
    )
    result_ttl_s: float = Field(86_400.0, gt=0, le=31_536_000, description="how long a finished job is kept, seconds")
    file_ttl_s: float = Field(86_400.0, gt=0, le=31_536_000, description="how long an unused upload is kept, seconds")
    draft_ttl_s: float = Field(
        2_592_000.0, gt=0, le=31_536_000, description="how long a draft is kept after its last write or save, seconds"
    )
    drafts_per_owner: int = Field(1_000, ge=1, le=1_000_000, description="drafts that one owner may keep")
    tombstone_ttl_s: float = Field(
        604_800.0, gt=0, le=31_536_000, description="how long a removed job answers 410, seconds"
    )

    # outside services
    llm_base_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+.*$",
        description="an OpenAI-compatible endpoint, up to /chat/completions; empty: OpenAI's own",
    )
    llm_api_key: SecretStr | None = Field(
        None, description="its key; not needed with a LLM_BASE_URL that asks for none"
    )
    llm_model: str | None = Field(None, max_length=200, description="the model to ask; empty: kinds write offline only")
    llm_requests_per_minute: int = Field(
        15, ge=1, le=100_000, description="requests that all workers together send to it in a minute, evenly spaced"
    )
    llm_input_price: float = Field(
        0.0, ge=0, description="price of a million tokens sent, for the job's cost; 0: unknown"
    )
    llm_output_price: float = Field(0.0, ge=0, description="price of a million tokens received; 0: unknown")
    tencent_secret_id: SecretStr | None = Field(
        None, description="id of a Tencent Cloud API key; empty: videos are drawn here only"
    )
    tencent_secret_key: SecretStr | None = Field(None, description="the key itself")
    tencent_sub_app_id: int | None = Field(
        None, ge=1, description="the VOD application that videos are ordered in; empty: the account's first"
    )
    tencent_region: str | None = Field(
        None, pattern=r"^[a-z0-9-]{1,40}$", description="region named to the VOD API, which needs none"
    )
    tencent_base_url: str = Field(
        "https://vod.tencentcloudapi.com",
        pattern=r"^https?://[^/\s]+/?$",
        description="the VOD API; accounts outside China have https://vod.intl.tencentcloudapi.com",
    )
    tencent_requests_per_second: int = Field(
        10, ge=1, le=1_000, description="requests that all workers together send to it in a second"
    )
    tencent_poll_s: float = Field(
        2.0, ge=0.05, le=60, description="first pause between two looks at a video being made, which grow, seconds"
    )
    web_max_bytes: int = Field(GIB, ge=1024, description="largest file fetched from a user's address, bytes")
    web_timeout_s: float = Field(
        600.0, gt=0, le=86_400, description="longest that fetching from a user's address may take, seconds"
    )
    web_loopback: bool = Field(False, description="let users' addresses name this very machine; for tests only")

    # the command line
    server: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+.*$",
        description="where the command line finds the service; empty: the one that runs in STATE_DIR, else HOST:PORT",
    )

    log_level: LogLevel = Field("info", description="debug, info, warning or error")
    selftest: bool = Field(False, description="offer the diagnostic kind selftest (`sluice up` always does)")
    kinds: dict[str, KindSettings] = Field(default_factory=dict, description="changes to single kinds")

    @property
    def storage(self) -> Path:
        """The folder of files and artifacts, shared by API and workers."""
        return self.storage_dir or self.state_dir / "storage"

    @field_validator("redis_url")
    @classmethod
    def _address_of_a_store(cls, value: SecretStr | None) -> SecretStr | None:
        # redis-py itself reads the rest of the address; a wrong scheme or port would surface too late.
        from urllib.parse import urlsplit  # noqa: PLC0415

        if value is None:
            return None
        try:
            parts = urlsplit(value.get_secret_value())
            complete = parts.path if parts.scheme == "unix" else parts.hostname and (parts.port or 6379)
        except ValueError:
            complete = None
        if not complete or parts.scheme not in ("redis", "rediss", "unix"):
            raise ValueError("must be an address such as redis://host:6379/0")
        return value

    @field_validator("heartbeat_s")
    @classmethod
    def _heartbeat_fits_the_lease(cls, value: float, info: ValidationInfo) -> float:
        lease_s = info.data.get("lease_s")
        if lease_s is not None and value > lease_s / 2:
            raise ValueError(
                f"must be at most half of SLUICE_LEASE_S ({lease_s:g}), so that one late beat loses no job"
            )
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources: arguments, environment, ``.env``, secret files, and last the older names."""
        env_files = dotenv_settings.env_file if isinstance(dotenv_settings, DotEnvSettingsSource) else None
        older = OlderNames(settings_cls, env_files)
        return init_settings, env_settings, dotenv_settings, file_secret_settings, older


def http_address(host: str, port: int) -> str:
    """Write a service's address."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens on ``host``."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
