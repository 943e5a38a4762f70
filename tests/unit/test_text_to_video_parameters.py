"""What may be asked of a video, which of Tencent's models can do it, and what comes nearest where none can."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from actors.providers import providers_of
from actors.text_to_video.models import MODELS, Abilities, offered_resolutions, spelled_by_provider
from actors.text_to_video.sizes import size_of
from actors.text_to_video.spec import KIND, TENCENT, TextToVideoParameters
from actors.text_to_video.tencent.refusals import MEANINGS, Reaction, meaning_of
from backend.catalogue import Catalogue, Limit
from backend.errors import InvalidRequest
from backend.setting_faults import load_settings
from backend.settings import KindSettings, Settings


def faults(**raw: Any) -> dict[str, str]:
    """Return the faults of parameters by the name they concern."""
    with pytest.raises(InvalidRequest) as refused:
        KIND.parse({"prompt": "a cat", **raw})
    return {fault.pointer.removeprefix("/params/"): fault.detail for fault in refused.value.faults}


def parsed(**raw: Any) -> TextToVideoParameters:
    params = KIND.parse({"prompt": "a cat", **raw})
    assert isinstance(params, TextToVideoParameters)
    return params


@pytest.mark.parametrize("prompt", ["", " \n\t", "\u200b\u2060", "\x00\x07", "x" * 2001])
def test_prompt_must_say_something_and_not_too_much(prompt: str) -> None:
    assert set(faults(prompt=prompt)) == {"prompt"}


def test_every_impossible_wish_is_told_at_once_with_what_comes_nearest() -> None:
    told = faults(provider="tencent", duration_s=8, resolution="720P", aspect_ratio="9:16", audio_generation=True)
    assert told == {
        "duration_s": "Hailuo 2.3 makes videos of 6 or 10 s, not 8 s. The nearest is 6 s.",
        "resolution": "Hailuo 2.3 makes 768P or 1080P, not 720P. The nearest is 768P.",
        "aspect_ratio": "Hailuo 2.3 takes no aspect ratio and makes 16:9. The nearest is 16:9.",
        "audio_generation": "Hailuo makes no sound; Kling, Vidu, GV and OS can. "
        "Leave audio_generation out or choose another model.",
    }


@pytest.mark.parametrize(
    ("raw", "name", "nearest"),
    [
        ({"model_name": "kling"}, "model_name", "The nearest is Kling;"),
        ({"model_name": "Kling", "model_version": "2.7"}, "model_version", "The nearest is 2.6;"),
        ({"model_name": "Hailuo", "model_version": "h3"}, "model_version", "The nearest is H3;"),
        ({"model_name": "Vidu", "model_version": "lip-sync"}, "model_version", "does not make videos from a prompt"),
        ({"model_name": "Kling", "duration_s": 16}, "duration_s", "3 to 15 whole seconds, not 16 s. The nearest is 15"),
        ({"model_name": "Vidu", "duration_s": 2.5}, "duration_s", "The nearest is 2 s."),
        ({"model_name": "GV", "duration_s": 6}, "duration_s", "makes videos of 8 s, not 6 s."),
        ({"model_name": "OS", "aspect_ratio": "1:1"}, "aspect_ratio", "The nearest is 16:9."),
        ({"model_name": "PixVerse", "resolution": "768P"}, "resolution", "makes 720P or 1080P, not 768P."),
        ({"model_name": "Kling", "frame_interpolate": True}, "frame_interpolate", "Vidu can"),
    ],
)
def test_impossible_wish_names_the_nearest_possible(raw: dict[str, Any], name: str, nearest: str) -> None:
    told = faults(provider="tencent", **raw)
    assert set(told) == {name}
    assert nearest in told[name]


def test_model_fills_in_what_is_not_said() -> None:
    kling = parsed(provider="tencent", model_name="Kling")
    assert (kling.model_version, kling.duration_s, kling.resolution) == ("2.6", 5, "720P")
    drawn = parsed()
    assert (drawn.provider, drawn.duration_s, drawn.resolution, drawn.fps) == ("procedural", 6, "768P", 24)


def test_drawing_does_not_ask_what_a_model_can() -> None:
    assert parsed(duration_s=30, aspect_ratio="1:1", model_name="Nobody").duration_s == 30


@pytest.mark.parametrize("name", MODELS)
def test_every_version_passes_with_its_own_defaults_and_reads_back_the_same(name: str) -> None:
    for version, abilities in MODELS[name].versions.items():
        if abilities.from_prompt:
            params = parsed(provider="tencent", model_name=name, model_version=version)
            assert parsed(**params.model_dump()) == params
            assert spelled_by_provider(abilities, params.resolution)


def test_what_is_not_documented_is_left_to_the_provider() -> None:
    assert offered_resolutions(Abilities()) is None
    assert parsed(provider="tencent", model_name="Hunyuan", duration_s=17, aspect_ratio="1:1", audio_generation=True)


def test_sizes_are_even_and_of_their_shape() -> None:
    assert size_of("768P", "16:9") == (1366, 768)
    assert size_of("1080P", "9:16") == (1080, 1920)
    assert size_of("720P", "1:1") == (720, 720)


def test_limit_that_an_older_name_sets_holds_for_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Catalogue.discover(Settings(_env_file=None))["text_to_video"].resource_limits == {
        TENCENT: Limit(12, min=2, max=12, decrease=2, increase=1, recovery_interval_s=60)
    }
    monkeypatch.setenv("DEFAULT_THRESHOLD", "5")
    monkeypatch.setenv("THRESHOLD_DECREASE", "1")
    kind = Catalogue.discover(load_settings(env_file=None))["text_to_video"]
    assert kind.resource_limits[TENCENT] == kind.policy.limit == Limit(5, min=2, max=5, decrease=1)
    other = Catalogue.discover(Settings(_env_file=None, kinds={"pdf_exam": KindSettings(max_concurrent=3)}))
    assert other["pdf_exam"].resource_limits["llm"] == Limit(default=4, min=1)


def test_provider_is_asked_for_only_by_jobs_that_order_there() -> None:
    assert KIND.resources(parsed()) == ()
    assert KIND.resources(parsed(provider="tencent")) == (TENCENT,)


def test_tencent_is_set_up_by_its_older_names_too(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = providers_of(load_settings(env_file=None))[TENCENT]
    assert missing.access is None
    assert "SLUICE_TENCENT_SECRET_ID and SLUICE_TENCENT_SECRET_KEY" in missing.missing
    for name, value in {"SECRET_ID": "AKIDx", "SECRET_KEY": "hidden"}.items():
        monkeypatch.setenv(f"TENCENTCLOUD_{name}", value)
    monkeypatch.setenv("VOD_SUBAPP_ID", "17")
    provider = providers_of(load_settings(env_file=None))[TENCENT]
    assert provider.access is not None
    assert (provider.access["secret_id"], provider.access["sub_app_id"]) == ("AKIDx", 17)
    assert "hidden" not in repr(provider)
    assert provider.bucket != dataclasses.replace(provider, access={**provider.access, "secret_id": "AKIDy"}).bucket


def test_error_codes_go_by_their_longest_known_part() -> None:
    assert meaning_of("RequestLimitExceeded.UinLimitExceeded").reaction is Reaction.SLOW_DOWN
    assert meaning_of("AuthFailure.SignatureExpire") is MEANINGS["AuthFailure"]
    assert meaning_of("FailedOperation").reaction is Reaction.REPEAT
    assert meaning_of("FailedOperation", of_task=True).reaction is Reaction.LATER
