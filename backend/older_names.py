"""The setting names of the five older services that Sluice replaces, still read, below the new names in rank.

Not here, because nothing is left that they could set: ``WORKER_POLL_INTERVAL`` and ``WORKER_BLOCK_TIME`` (waiting
workers block in the store; nothing polls).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

#: Where each older name's value goes, as the path of the setting.
OLDER_NAMES: Mapping[str, tuple[str, ...]] = {
    # capcut_draft's in-memory queue
    "QUEUE_MAX_SIZE": ("kinds", "capcut_draft", "max_waiting"),
    "QUEUE_MAX_WORKERS": ("kinds", "capcut_draft", "max_concurrent"),
    "QUEUE_MAX_TASK_AGE": ("kinds", "capcut_draft", "result_ttl_s"),
    "QUEUE_LOG_LEVEL": ("log_level",),
    # pdf_exam's semaphore
    "MAX_CONCURRENT_JOBS": ("kinds", "pdf_exam", "max_concurrent"),
    # document_analysis' worker pool
    "MAX_CONCURRENT_ANALYSIS_TASKS": ("kinds", "document_analysis", "max_concurrent"),
    "ANALYSIS_QUEUE_MAX_SIZE": ("kinds", "document_analysis", "max_waiting"),
    "ANALYSIS_TASK_TIMEOUT": ("kinds", "document_analysis", "time_limit_s"),
    # text_to_video's adaptive threshold
    "DEFAULT_THRESHOLD": ("kinds", "text_to_video", "max_concurrent"),
    "MAX_THRESHOLD": ("kinds", "text_to_video", "ceiling"),
    "MIN_THRESHOLD": ("kinds", "text_to_video", "min_concurrent"),
    "THRESHOLD_DECREASE": ("kinds", "text_to_video", "decrease"),
    "THRESHOLD_INCREASE": ("kinds", "text_to_video", "increase"),
    "RECOVERY_INTERVAL": ("kinds", "text_to_video", "recovery_interval_s"),
    # text_to_video's provider; VOD_SUBAPP_ID had its author's own account as its default, here is none
    "TENCENTCLOUD_SECRET_ID": ("tencent_secret_id",),
    "TENCENTCLOUD_SECRET_KEY": ("tencent_secret_key",),
    "VOD_SUBAPP_ID": ("tencent_sub_app_id",),
    # text_to_video's store; the port and the database only mean something beside a host
    "REDIS_HOST": ("redis_url",),
    "REDIS_PORT": ("redis_url",),
    "REDIS_DB": ("redis_url",),
}

#: Kinds that the older services ran: settings for them are no mistake where the kind is not installed.
OLDER_KINDS = frozenset(path[1] for path in OLDER_NAMES.values() if path[0] == "kinds")


class OlderNames(PydanticBaseSettingsSource):
    """A source of settings that reads the older names from the environment, then from the ``.env`` file."""

    def __init__(self, settings_class: type[BaseSettings], env_files: Any) -> None:
        super().__init__(settings_class)
        self._set = names_set(env_files)

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Return the value for one setting, as the base class asks for it."""
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the settings that the older names make, nested."""
        settings: dict[str, Any] = {}
        for name, path in OLDER_NAMES.items():
            if name not in self._set or path == ("redis_url",):
                continue
            place = settings
            for part in path[:-1]:
                place = place.setdefault(part, {})
            place[path[-1]] = self._set[name]
        if "REDIS_HOST" in self._set:
            host = self._set["REDIS_HOST"]
            if ":" in host:
                host = f"[{host}]"
            settings["redis_url"] = (
                f"redis://{host}:{self._set.get('REDIS_PORT', '6379')}/{self._set.get('REDIS_DB', '0')}"
            )
        return settings


def names_set(env_files: Any) -> dict[str, str]:
    """Return the older names that are set and not empty, with their values."""
    values: dict[str, str | None] = {}
    for file in _paths(env_files):
        if file.is_file():
            values.update(dotenv_values(file, encoding="utf-8"))
    values.update(os.environ)
    found = {name: value for name in OLDER_NAMES if (value := values.get(name))}
    if "REDIS_HOST" not in found:
        for beside in ("REDIS_PORT", "REDIS_DB"):
            found.pop(beside, None)
    return found


def _paths(env_files: Any) -> Sequence[Path]:
    if env_files is None:
        return ()
    if isinstance(env_files, str | os.PathLike):
        return (Path(env_files).expanduser(),)
    return tuple(Path(file).expanduser() for file in env_files)
