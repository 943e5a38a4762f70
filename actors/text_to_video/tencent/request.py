"""What a job asks, in the provider's words."""

from __future__ import annotations

from typing import Any

from actors.text_to_video.models import MODELS, spelled_by_provider
from actors.text_to_video.spec import TextToVideoParameters


def fields_of(params: TextToVideoParameters) -> dict[str, Any]:
    """Return the fields of CreateAigcVideoTaskRequest for a job; what nobody asked for is left to the provider.

    Args:
        params: checked against the model's abilities.
    """
    fields: dict[str, Any] = {
        "ModelName": params.model_name,
        "ModelVersion": params.model_version,
        "Prompt": params.prompt,
        "NegativePrompt": params.negative_prompt.strip() or None,
        "EnhancePrompt": _switch(params.enhance_prompt),
        "Seed": params.seed or None,
        "OutputConfig": _without_nothing(_output(params)),
    }
    return _without_nothing(fields)


def _output(params: TextToVideoParameters) -> dict[str, Any]:
    abilities = MODELS[params.model_name].versions[params.model_version]
    return {
        # The video is fetched at once: nothing is left behind that costs storage.
        "StorageMode": "Temporary",
        "Duration": int(params.duration_s),  # only whole seconds pass the check
        "Resolution": spelled_by_provider(abilities, params.resolution),
        "AspectRatio": None if abilities.ratios == () else params.aspect_ratio,
        "AudioGeneration": _switch(params.audio_generation),
        "EnableBGM": _switch(params.enable_bgm),
        "PersonGeneration": params.person_generation,
        "InputComplianceCheck": _switch(params.input_compliance_check),
        "OutputComplianceCheck": _switch(params.output_compliance_check),
        "EnhanceSwitch": _switch(params.enhance_switch),
        "OffPeak": _switch(params.off_peak),
        "FrameInterpolate": _switch(params.frame_interpolate),
        "LogoAdd": _switch(params.logo_add),
    }


def _switch(value: bool | None) -> str | None:
    return None if value is None else ("Enabled" if value else "Disabled")


def _without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
