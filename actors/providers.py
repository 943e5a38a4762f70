"""The outside services that jobs may use, as this installation has set them up."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any

from backend.catalogue import Rate
from backend.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """One outside service.

    Args:
        name: the resource by which kinds name it.
        access: what a job needs to reach it, JSON values; None when it is not set up.
        rate: requests per interval, for all workers together; None for as they come.
        missing: a sentence for people that says how to set it up; empty when it is.
    """

    name: str
    access: Mapping[str, Any] | None = dataclasses.field(repr=False)
    rate: Rate | None = None
    missing: str = ""

    @property
    def bucket(self) -> str:
        """The name of its rate bucket: one per account, told by a digest of address and key."""
        access = self.access or {}
        account = "\n".join(str(access.get(field, "")) for field in ("base_url", "api_key", "secret_id"))
        return f"{self.name}:{hashlib.sha256(account.encode()).hexdigest()[:16]}"


def providers_of(settings: Settings) -> dict[str, Provider]:
    """Return every provider that a kind may name, by name."""
    return {provider.name: provider for provider in (_language_model(settings), _tencent(settings), _web(settings))}


def _language_model(settings: Settings) -> Provider:
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    wanted = [
        name
        for name, there in (
            ("SLUICE_LLM_MODEL", settings.llm_model),
            ("SLUICE_LLM_API_KEY (or SLUICE_LLM_BASE_URL for a server of your own)", key or settings.llm_base_url),
        )
        if not there
    ]
    if wanted:
        missing = f"No language model is set up here. Choose the offline writer, or set {' and '.join(wanted)}."
        return Provider("llm", None, missing=missing)
    access = {
        "base_url": settings.llm_base_url or "https://api.openai.com/v1",
        # Servers of one's own often want no key, the SDK always does.
        "api_key": key or "none",
        "model": settings.llm_model,
        "input_price": settings.llm_input_price,
        "output_price": settings.llm_output_price,
    }
    return Provider("llm", access, Rate(settings.llm_requests_per_minute, 60.0))


def _tencent(settings: Settings) -> Provider:
    secrets = {"secret_id": settings.tencent_secret_id, "secret_key": settings.tencent_secret_key}
    wanted = [f"SLUICE_TENCENT_{name.upper()}" for name, value in secrets.items() if not value]
    if wanted:
        missing = f"Tencent Cloud is not set up here. Have the video drawn here, or set {' and '.join(wanted)}."
        return Provider("tencent-vod", None, missing=missing)
    access = {
        **{name: value.get_secret_value() for name, value in secrets.items() if value},
        "sub_app_id": settings.tencent_sub_app_id,
        "region": settings.tencent_region or "",
        "base_url": settings.tencent_base_url,
        "poll_s": settings.tencent_poll_s,
        # Finished videos are fetched from an address that the provider names.
        "web": _web_access(settings),
    }
    per_second = settings.tencent_requests_per_second
    return Provider("tencent-vod", access, Rate(per_second, 1.0, burst=per_second))


def _web(settings: Settings) -> Provider:
    return Provider("web", _web_access(settings))


def _web_access(settings: Settings) -> dict[str, Any]:
    return {
        "loopback": settings.web_loopback,
        "max_bytes": settings.web_max_bytes,
        "timeout_s": settings.web_timeout_s,
    }
