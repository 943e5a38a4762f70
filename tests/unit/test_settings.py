"""The settings: one class, one example file, all faults told at once, older names still read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from backend.errors import ConfigurationError
from backend.older_names import OLDER_NAMES
from backend.setting_faults import check_kind_names, load_settings, unknown_names
from backend.settings import KindSettings, Settings, is_loopback

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither this shell's settings nor a .env file of this folder may decide a test."""
    for name in list(os.environ):
        if name.upper().startswith("SLUICE_") or name in OLDER_NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


# --- the example file and the class hold together -----------------------------------------------------------


def _number(value: float) -> str:
    return f"{value:.15g}"


def _range(field: FieldInfo) -> str:
    words = []
    for mark in field.metadata:
        for attribute, word in (("ge", "at least"), ("gt", "more than"), ("le", "at most"), ("lt", "less than")):
            limit = getattr(mark, attribute, None)
            if limit is not None:
                words.append(f"{word} {_number(limit)}")
    return ", ".join(words)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return _number(value) if isinstance(value, float) else str(value)


def expected_lines(model: type[BaseModel], prefix: str, path: tuple[str, ...] = ()) -> list[str]:
    """The lines .env.example must have: a comment with description, default, range, older names; then the setting."""
    lines: list[str] = []
    for name, field in model.model_fields.items():
        if name == "kinds":
            continue
        default = _written(field.default)
        facts = [field.description or "", f"default {default or ('the kind' + chr(39) + 's own' if path else 'empty')}"]
        facts += [_range(field)] if _range(field) else []
        replaced = [older for older, place in OLDER_NAMES.items() if place == (*path, name)]
        if replaced:
            facts.append("replaces " + ", ".join(replaced))
        lines += [f"# {'. '.join(fact[0].upper() + fact[1:] for fact in facts)}.", f"#{prefix}{name.upper()}={default}"]
    return lines


def test_example_file_lists_every_setting_with_default_range_and_older_name() -> None:
    lines = EXAMPLE.read_text().splitlines()
    wanted = expected_lines(Settings, "SLUICE_") + expected_lines(
        KindSettings, "SLUICE_KINDS__BEAT_SYNC__", ("kinds", "beat_sync")
    )
    missing = [
        f"{comment}\n{setting}"
        for comment, setting in zip(wanted[::2], wanted[1::2], strict=True)
        if setting not in lines or lines[lines.index(setting) - 1] != comment
    ]
    assert not missing, "write into .env.example:\n" + "\n".join(missing)


def test_example_file_names_nothing_that_is_no_setting() -> None:
    named = re.findall(r"^#?(SLUICE_\w+)=", EXAMPLE.read_text(), flags=re.MULTILINE)
    known = {f"SLUICE_{name.upper()}" for name in Settings.model_fields}
    kinds = {
        f"{kind}__{name}".upper()
        for kind in ("beat_sync", *(p[1] for p in OLDER_NAMES.values() if p[1:]))
        for name in KindSettings.model_fields
    }
    assert [name for name in named if name not in known and name.removeprefix("SLUICE_KINDS__") not in kinds] == []


def test_example_file_names_each_older_name_beside_the_new_one() -> None:
    text = EXAMPLE.read_text()
    for older, path in OLDER_NAMES.items():
        new = "SLUICE_" + "__".join(part.upper() for part in path)
        assert re.search(rf"^# .*\b{older}\b.*\n(#.*\n)*#{new}=", text, flags=re.MULTILINE), (older, new)


def test_example_file_with_everything_uncommented_gives_the_defaults(tmp_path: Path) -> None:
    text = re.sub(r"^#(SLUICE_(?!KINDS__))", r"\1", EXAMPLE.read_text(), flags=re.MULTILINE)
    (tmp_path / "example.env").write_text(text)
    assert load_settings(env_file=tmp_path / "example.env") == load_settings(env_file=None)


# --- reading ------------------------------------------------------------------------------------------------


def test_empty_strings_count_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLUICE_REDIS_URL", "SLUICE_PORT", "SLUICE_STORAGE_DIR", "QUEUE_MAX_SIZE", "REDIS_HOST"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert (settings.redis_url, settings.port, settings.kinds) == (None, 8080, {})


def test_settings_of_a_kind_are_read_by_nested_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_KINDS__BEAT_SYNC__MAX_CONCURRENT", "3")
    monkeypatch.setenv("SLUICE_KINDS__BEAT_SYNC__TIME_LIMIT_S", "90.5")
    kind = load_settings().kinds["beat_sync"]
    assert (kind.max_concurrent, kind.time_limit_s, kind.max_waiting) == (3, 90.5, None)


def test_command_line_outranks_environment_outranks_file_outranks_older_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUEUE_LOG_LEVEL", "ERROR")
    assert load_settings().log_level == "error"
    (tmp_path / ".env").write_text("SLUICE_LOG_LEVEL=warning\nSLUICE_PORT=1\n")
    assert load_settings().log_level == "warning"
    monkeypatch.setenv("SLUICE_LOG_LEVEL", "debug")
    assert load_settings().log_level == "debug"
    assert load_settings(log_level="info", port=None).log_level == "info"
    assert load_settings().port == 1


def test_every_older_name_reaches_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {name: str(number) for number, name in enumerate(OLDER_NAMES, start=20)}
    values |= {"QUEUE_LOG_LEVEL": "WARN", "REDIS_HOST": "store.example", "REDIS_PORT": "6380", "REDIS_DB": "3"}
    values |= {"MIN_THRESHOLD": "2", "DEFAULT_THRESHOLD": "12", "MAX_THRESHOLD": "14"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.redis_url is not None
    assert settings.redis_url.get_secret_value() == "redis://store.example:6380/3"
    assert settings.log_level == "warning"
    for name, path in OLDER_NAMES.items():
        if path[0] == "kinds":
            assert getattr(settings.kinds[path[1]], path[2]) == float(values[name]), name


def test_older_and_new_names_of_one_kind_are_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_MAX_SIZE", "7")
    monkeypatch.setenv("QUEUE_MAX_WORKERS", "2")
    monkeypatch.setenv("SLUICE_KINDS__CAPCUT_DRAFT__MAX_CONCURRENT", "5")
    kind = load_settings().kinds["capcut_draft"]
    assert (kind.max_waiting, kind.max_concurrent) == (7, 5)


def test_older_redis_port_without_a_host_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_PORT", "tcp://10.0.0.1:6379")
    assert load_settings().redis_url is None


# --- faults -------------------------------------------------------------------------------------------------


def test_all_faults_are_told_together_by_the_name_that_was_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QUEUE_MAX_SIZE=-4\n")
    for name, value in {
        "SLUICE_PORT": "99999",
        "SLUICE_WORKERS": "many",
        "SLUICE_LEASE_S": "2",
        "SLUICE_KINDS__BEAT_SYNC__MAX_CONCURRENT": "0",
        "SLUICE_KINDS__BEAT_SYNC__MAX_CONCURENT": "1",
        "SLUICE_NAMESPACE": "Two words",
        "REDIS_HOST": "store",
        "REDIS_PORT": "port",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(threads=0)
    told = str(caught.value)
    for line in (
        "SLUICE_PORT is '99999': must be at most 65535",
        "SLUICE_WORKERS is 'many': must be a whole number",
        "--threads is 0: must be at least 1",
        "SLUICE_HEARTBEAT_S is 2.0: must be at most half of SLUICE_LEASE_S (2)",
        "SLUICE_KINDS__BEAT_SYNC__MAX_CONCURRENT is '0': must be at least 1",
        "SLUICE_KINDS__BEAT_SYNC__MAX_CONCURENT is 1: no such setting of a kind",
        "SLUICE_NAMESPACE is 'Two words': must be 1 to 40 lower-case letters",
        "QUEUE_MAX_SIZE is '-4': must be at least 0",
        "REDIS_HOST, REDIS_PORT: must be an address such as redis://host:6379/0",
    ):
        assert line in told, told


def test_secret_part_of_a_wrong_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_REDIS_URL", "http://:open-sesame@store")
    with pytest.raises(ConfigurationError, match="SLUICE_REDIS_URL") as caught:
        load_settings()
    assert "sesame" not in str(caught.value)


def test_limits_of_a_kind_must_be_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_THRESHOLD", "5")
    monkeypatch.setenv("MAX_THRESHOLD", "4")
    with pytest.raises(ConfigurationError, match=r"MAX_THRESHOLD, MIN_THRESHOLD: min_concurrent \(5\) is larger"):
        load_settings()


def test_broken_table_of_kinds_is_told_calmly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_KINDS", "{beat_sync")
    with pytest.raises(ConfigurationError, match='field "kinds"'):
        load_settings()


def test_settings_for_an_unknown_kind_are_refused_with_the_probable_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_KINDS__BEATSYNC__MAX_WAITING", "1")
    monkeypatch.setenv("QUEUE_MAX_SIZE", "7")  # a kind that is not installed, under its older name: no mistake
    with pytest.raises(ConfigurationError, match=r"BEATSYNC__.*did you mean beat_sync\?") as caught:
        check_kind_names(load_settings(), ["beat_sync", "selftest"])
    assert "CAPCUT" not in str(caught.value)


def test_misspelt_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_THREDS", "4")
    monkeypatch.setenv("SLUICE_PORT", "4")
    monkeypatch.setenv("SLUICE_LIFELINE_FD", "4")
    assert unknown_names() == ["SLUICE_THREDS (did you mean SLUICE_THREADS?)"]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.9.1", True), ("0.0.0.0", False),
     ("::", False), ("192.168.1.2", False), ("example.org", False)],
)  # fmt: skip
def test_loopback_is_recognised(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
