"""What `text_to_video` takes, gives and may use. Light: no media library is imported here."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from actors.text_to_video import models
from actors.text_to_video.sizes import AspectRatio, Resolution
from backend.catalogue import Kind, Limit, Parameters, Policy

#: The limit that all of Tencent's tasks count against, and the name of its settings.
TENCENT = "tencent-vod"
#: What a form may hide unless the provider is Tencent.
_TENCENT_ONLY: dict[str, Any] = {"x-when": {"provider": ["tencent"]}}
_PROCEDURAL_ONLY: dict[str, Any] = {"x-when": {"provider": ["procedural"]}}


def _switch(title: str, description: str) -> Any:
    """Describe one of the provider's switches; None leaves it as the provider has it."""
    return Field(
        title=title, description=f"{description} Empty: as the provider has it.", json_schema_extra=_TENCENT_ONLY
    )


class TextToVideoParameters(Parameters):
    """What is to be seen, in which form, and who makes it."""

    prompt: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2000,
            title="Prompt",
            description="What is to be seen, in English or Chinese: who, what they do, where, weather, time of day.",
            json_schema_extra={"x-input": "text"},
        ),
    ]
    provider: Annotated[
        Literal["procedural", "tencent"],
        Field(
            title="Made by",
            description="procedural draws an animated scene on this server, offline; tencent orders a video of one of "
            "Tencent Cloud's models, which is paid for as soon as it is ordered: a job that is cancelled later stops "
            "at once, its order can't be taken back.",
            json_schema_extra={"x-labels": {"procedural": "Drawn here", "tencent": "Tencent Cloud"}},
        ),
    ] = "procedural"
    model_name: Annotated[
        str,
        Field(
            max_length=50,
            title="Model",
            description="Tencent's model.",
            json_schema_extra={
                "enum": list(models.MODELS),
                "x-labels": {name: model.title for name, model in models.MODELS.items()},
                **_TENCENT_ONLY,
            },
        ),
    ] = models.DEFAULT_MODEL
    model_version: Annotated[
        str,
        Field(
            max_length=50,
            title="Version",
            description="The model's version. If none is given: "
            + ", ".join(f"{name} {model.default_version}" for name, model in models.MODELS.items())
            + ".",
            json_schema_extra=_TENCENT_ONLY,
        ),
    ] = models.MODELS[models.DEFAULT_MODEL].default_version
    duration_s: Annotated[
        float,
        Field(
            ge=1,
            le=30,
            title="Length",
            description="Seconds; each of Tencent's models makes only some, and has its own default.",
            json_schema_extra={"x-unit": "s"},
        ),
    ] = 6.0
    resolution: Annotated[
        Resolution,
        Field(
            title="Resolution",
            description="Lines of the picture's shorter side; each of Tencent's models has its own default.",
        ),
    ] = "768P"
    aspect_ratio: Annotated[
        AspectRatio,
        Field(
            title="Shape",
            description="Width to height.",
            json_schema_extra={"x-labels": {"16:9": "Landscape 16:9", "9:16": "Portrait 9:16", "1:1": "Square 1:1"}},
        ),
    ] = "16:9"
    fps: Annotated[
        int,
        Field(
            ge=24,
            le=60,
            title="Pictures a second",
            description="Of a drawn video; Tencent's models choose their own.",
            json_schema_extra=_PROCEDURAL_ONLY,
        ),
    ] = 24
    seed: Annotated[
        int,
        Field(
            ge=0,
            le=2**31 - 1,
            title="Seed",
            description="The same seed draws the same video; 0 leaves the choice to Tencent's models.",
        ),
    ] = 0
    captions: Annotated[
        bool,
        Field(
            title="Captions",
            description="Write the prompt into a drawn video.",
            json_schema_extra=_PROCEDURAL_ONLY,
        ),
    ] = False
    negative_prompt: Annotated[
        str,
        Field(
            max_length=1000,
            title="Not to be seen",
            description="What Tencent's model is to keep out of the video.",
            json_schema_extra=_TENCENT_ONLY,
        ),
    ] = ""
    enhance_prompt: Annotated[bool | None, _switch("Rewrite the prompt", "Let the provider improve the prompt.")] = None
    audio_generation: Annotated[
        bool | None, _switch("Sound", "Make sound as well (Kling, Vidu, GV and OS; off by default).")
    ] = None
    enable_bgm: Annotated[bool | None, _switch("Music", "Add music of the provider's choice (off by default).")] = None
    person_generation: Annotated[
        Literal["AllowAdult", "Disallowed"] | None,
        _switch("People", "AllowAdult: adults may be seen; Disallowed: no people and faces."),
    ] = None
    input_compliance_check: Annotated[bool | None, _switch("Check the prompt", "Have the prompt checked.")] = None
    output_compliance_check: Annotated[bool | None, _switch("Check the video", "Have the video checked.")] = None
    enhance_switch: Annotated[
        bool | None, _switch("Enhance", "Reach the resolution by making a smaller video larger.")
    ] = None
    off_peak: Annotated[bool | None, _switch("Off-peak", "Have it made when the provider is less busy.")] = None
    frame_interpolate: Annotated[
        bool | None, _switch("Smoother", "Have pictures made between the model's own (Vidu).")
    ] = None
    logo_add: Annotated[bool | None, _switch("Watermark", "Put the provider's mark on the video.")] = None

    @model_validator(mode="before")
    @classmethod
    def _defaults_of_the_model(cls, raw: Any) -> Any:
        """Fill in what a model of Tencent's makes where nothing is said."""
        if not isinstance(raw, dict) or raw.get("provider") != "tencent":
            return raw
        name = raw.get("model_name", models.DEFAULT_MODEL)
        model = models.MODELS.get(name) if isinstance(name, str) else None
        if model is None:
            return raw
        filled = {"model_version": model.default_version} | raw
        abilities = model.versions.get(filled["model_version"]) if isinstance(filled["model_version"], str) else None
        if abilities is None:
            return filled
        resolution = abilities.default_resolution and abilities.default_resolution.upper()
        own = {"duration_s": abilities.default_s, "resolution": resolution}
        return {name: value for name, value in own.items() if value is not None} | filled

    @field_validator("prompt")
    @classmethod
    def _says_something(cls, value: str) -> str:
        # Z: separators, C: controls, formats, unassigned; what is left has a shape.
        if not any(unicodedata.category(character)[0] not in "ZC" for character in value):
            raise ValueError("The prompt says nothing. Write what is to be seen.")
        return value

    @field_validator("model_name")
    @classmethod
    def _is_a_model(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("provider") == "tencent":
            _refuse(models.fault_of_name(value))
        return value

    @field_validator("model_version")
    @classmethod
    def _is_a_version(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("provider") == "tencent" and "model_name" in info.data:
            _refuse(models.fault_of_version(info.data["model_name"], value))
        return value

    @field_validator("duration_s")
    @classmethod
    def _is_a_length_it_makes(cls, value: float, info: ValidationInfo) -> float:
        if version := _version(info):
            _refuse(models.fault_of_duration(*version, value))
        return value

    @field_validator("resolution")
    @classmethod
    def _is_a_resolution_it_makes(cls, value: Resolution, info: ValidationInfo) -> Resolution:
        if version := _version(info):
            _refuse(models.fault_of_resolution(*version, value))
        return value

    @field_validator("aspect_ratio")
    @classmethod
    def _is_a_ratio_it_makes(cls, value: AspectRatio, info: ValidationInfo) -> AspectRatio:
        if version := _version(info):
            _refuse(models.fault_of_ratio(*version, value))
        return value

    @field_validator("audio_generation", "frame_interpolate")
    @classmethod
    def _is_a_switch_it_has(cls, value: bool | None, info: ValidationInfo) -> bool | None:
        if value and info.field_name and (version := _version(info)):
            _refuse(models.fault_of_switch(*version, info.field_name))
        return value


def _version(info: ValidationInfo) -> tuple[str, str] | None:
    """Return model and version if both were good and Tencent is asked."""
    if info.data.get("provider") != "tencent" or not {"model_name", "model_version"} <= info.data.keys():
        return None
    return info.data["model_name"], info.data["model_version"]


def _refuse(fault: str | None) -> None:
    if fault:
        raise ValueError(fault)


class Understood(BaseModel):
    """What was understood of a prompt that was drawn here; ``scene.json`` holds the same and more."""

    model_config = ConfigDict(frozen=True)

    summary: str = Field(description="one sentence that says what is seen")
    subjects: list[str] = Field(description="who and what is in it")
    place: str = Field(description="where it is")
    weather: str
    time_of_day: str
    camera: str = Field(description="how the view moves")
    style: str = Field(description="how it is drawn")
    words: list[str] = Field(description="what is written, where nothing of the prompt can be drawn; else empty")


class TextToVideoResult(BaseModel):
    """What was made."""

    model_config = ConfigDict(frozen=True)

    provider: Literal["procedural", "tencent"]
    duration_s: float = Field(ge=0, description="length of video.mp4")
    width: int = Field(description="pixels")
    height: int = Field(description="pixels")
    frames: int = Field(description="pictures in video.mp4")
    fps: float = Field(description="pictures a second, on average")
    understood: Understood | None = Field(None, description="procedural: what was understood of the prompt")
    model: str | None = Field(None, description="tencent: the model and version that made it")
    provider_task_id: str | None = Field(None, description="tencent: the task's id there")
    warnings: list[str] = Field(description="what was asked for in vain, one sentence each")


#: Jobs at once, and tasks at once at Tencent.
_LIMIT = Limit(default=12, min=2, max=12, decrease=2, increase=1, recovery_interval_s=60.0)


class _TextToVideo(Kind):
    def under(self, policy: Policy) -> Self:
        """Take the provider's limit from the kind's: what an installation sets for one holds for both.

        Only the provider's moves by itself, when Tencent asks to slow down; what is drawn here is not held back then.
        """
        return dataclasses.replace(self, policy=policy, resource_limits={TENCENT: policy.limit})

    def resources(self, params: Parameters) -> tuple[str, ...]:
        """Name the provider where one is asked."""
        return (TENCENT,) if isinstance(params, TextToVideoParameters) and params.provider == "tencent" else ()


KIND = _TextToVideo(
    name="text_to_video",
    title="Video from a prompt",
    description=(
        "Makes a video from a prompt: an animated scene drawn on this server, or a film of one of Tencent Cloud's "
        "models. What Tencent has begun is paid for, also if the job is cancelled or runs out of time; a job that is "
        "tried again goes on with the same order."
    ),
    params=TextToVideoParameters,
    result=TextToVideoResult,
    policy=Policy(limit=_LIMIT, max_waiting=100, time_limit_s=3600.0),
    artifacts=("video.mp4", "poster.jpg", "preview.webp", "scene.json"),
    resource_limits={TENCENT: _LIMIT},
)
