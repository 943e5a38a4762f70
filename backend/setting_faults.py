"""Read the settings and tell everything that is wrong with them at once, in people's words."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from backend.errors import ConfigurationError
from backend.older_names import OLDER_KINDS, OLDER_NAMES, names_set
from backend.settings import KindSettings, Settings

#: Settings whose value is never repeated in a message.
SECRET = frozenset({"redis_url"})
#: Names of ours in the environment that are no settings: the processes of `sluice up` pass them to each other.
INTERNAL_NAMES = frozenset({"SLUICE_LIFELINE_FD"})


def load_settings(*, env_file: Path | None = Path(".env"), **chosen: Any) -> Settings:
    """Read the settings from the environment and the ``.env`` file.

    Args:
        env_file: the file to read beside the environment; None reads none.
        chosen: settings given on the command line, which outrank all others; None leaves one as it is.

    Raises:
        ConfigurationError: naming every wrong setting, by the name under which it was set.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    try:
        return Settings(_env_file=env_file, **given)
    except ValidationError as error:
        older = names_set(env_file)
        faults = [_sentence(item, given, older, env_file) for item in error.errors(include_url=False)]
        raise ConfigurationError(_told(faults)) from None
    except SettingsError as error:
        raise ConfigurationError(_told([f"{error}. Lists and tables are written as JSON."])) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(_told([f"{env_file} can't be read: {error}"])) from None


def check_kind_names(settings: Settings, known: Iterable[str]) -> None:
    """Refuse settings for kinds that nobody knows (``SLUICE_KINDS__TYPO__...``).

    Args:
        settings: what was read.
        known: the names of all kinds that are installed, diagnostic ones included.

    Raises:
        ConfigurationError: naming each, with the name that was probably meant.
    """
    known = sorted(set(known))
    faults = [
        f"SLUICE_KINDS__{name.upper()}__...: there is no kind named {name}"
        + _meant(name, known, "; did you mean {}?", f". Known kinds: {', '.join(known)}.")
        for name in sorted(set(settings.kinds) - set(known) - OLDER_KINDS)
    ]
    if faults:
        raise ConfigurationError(_told(faults))


def unknown_names(env_file: Path | None = Path(".env")) -> list[str]:
    """Name the ``SLUICE_`` variables that set nothing, each with the one that was probably meant.

    They are worth a warning, not a refusal: a container platform puts names of its own beside ours.
    """
    known = sorted(variable(name) for name in Settings.model_fields)
    values: dict[str, str | None] = dict(dotenv_values(env_file)) if env_file and env_file.is_file() else {}
    values.update(os.environ)
    return [
        name + _meant(name, known, " (did you mean {}?)", "")
        for name in sorted(values)
        if name.upper().startswith("SLUICE_")
        and name.upper() not in INTERNAL_NAMES
        and name.upper() not in known
        and not name.upper().startswith("SLUICE_KINDS__")
    ]


def variable(*path: str) -> str:
    """Return the environment variable of a setting, from its name in the class; a longer path leads into it."""
    return f"SLUICE_{'__'.join(path).upper()}"


# --- the words --------------------------------------------------------------------------------------------


def _told(faults: list[str]) -> str:
    if len(faults) == 1:
        return f"A setting can't be used: {faults[0]}"
    return "These settings can't be used:\n" + "\n".join(f"  - {fault}" for fault in faults)


def _sentence(item: ErrorDetails, given: Mapping[str, Any], older: Mapping[str, str], env_file: Path | None) -> str:
    path = tuple(str(part) for part in item["loc"])
    name = _set_under(path, given, older, env_file)
    value = item.get("input")
    if path[0] in SECRET or isinstance(value, dict | KindSettings) or value is None:
        return f"{name}: {_words(item)}"
    return f"{name} is {value!r}: {_words(item)}"


def _set_under(path: tuple[str, ...], given: Mapping[str, Any], older: Mapping[str, str], env_file: Path | None) -> str:
    """Name a setting as whoever set it knows it: option, variable or older name."""
    if path[0] in given:
        return "--" + path[0].removesuffix("_dir").replace("_", "-")
    name = variable(*path)
    new_names = {key.upper() for key in os.environ}
    if env_file is not None and env_file.is_file():
        new_names |= {key.upper() for key in dotenv_values(env_file)}
    if name not in new_names:
        older_here = [key for key in older if OLDER_NAMES[key][: len(path)] == path]
        if older_here:
            return ", ".join(older_here)
    return name


def _words(item: ErrorDetails) -> str:
    context: dict[str, Any] = item.get("ctx", {})
    limits = {
        "greater_than": "must be more than {gt}",
        "greater_than_equal": "must be at least {ge}",
        "less_than": "must be less than {lt}",
        "less_than_equal": "must be at most {le}",
        "literal_error": "must be one of {expected}",
    }
    patterns = {
        "namespace": "must be 1 to 40 lower-case letters, digits, - or _",
        "server": "must be an address such as http://127.0.0.1:8080",
    }
    plain = {
        "int_parsing": "must be a whole number",
        "int_from_float": "must be a whole number",
        "float_parsing": "must be a number",
        "finite_number": "must be a finite number",
        "bool_parsing": "must be true or false",
        "dict_type": "must name one setting of the kind, such as SLUICE_KINDS__BEAT_SYNC__MAX_CONCURRENT",
        "model_type": "must name one setting of the kind, such as SLUICE_KINDS__BEAT_SYNC__MAX_CONCURRENT",
        "extra_forbidden": "no such setting of a kind; there are " + ", ".join(KindSettings.model_fields),
    }
    kind = item["type"]
    if kind in limits:
        numbers = {key: f"{value:.15g}" if isinstance(value, int | float) else value for key, value in context.items()}
        return limits[kind].format(**numbers)
    if kind == "string_pattern_mismatch":
        return patterns[str(item["loc"][0])]
    if kind in plain:
        return plain[kind]
    return str(context.get("error", item["msg"]))


def _meant(name: str, known: list[str], hint: str, otherwise: str) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return hint.format(close[0]) if close else otherwise
