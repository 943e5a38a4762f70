"""What `capcut_draft` takes, gives and may use. Light: no media library is imported here."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.catalogue import DraftId, DraftInput, Kind, Limit, Parameters, Policy

_WINDOWS_FOLDER = re.compile(r'(?:[A-Za-z]:[\\/]|\\\\[^\\/:*?"<>|]+\\[^\\/:*?"<>|]+)[^:*?"<>|]*')
_MACOS_FOLDER = re.compile(r"/[^\x00]*")


class CapcutDraftParameters(Parameters):
    """Which draft, and for which editor on which machine it is saved."""

    draft_id: Annotated[DraftId, DraftInput(), Field(title="Draft")]
    draft_folder: Annotated[
        str,
        Field(
            max_length=500,
            title="Drafts folder",
            description=(
                "Where the editor keeps its drafts on your machine, such as C:/Users/me/CapCut Drafts. "
                "Empty: paths stay relative to the draft."
            ),
        ),
    ] = ""
    flavour: Annotated[
        Literal["capcut", "jianying"],
        Field(
            title="Editor",
            description="Which editor opens the draft.",
            json_schema_extra={"x-labels": {"capcut": "CapCut", "jianying": "剪映 5.9"}},
        ),
    ] = "capcut"
    platform: Annotated[
        Literal["auto", "windows", "macos", "relative"],
        Field(
            title="System",
            description="Whose rules paths follow: auto reads it off the folder; relative names no folder at all.",
            json_schema_extra={
                "x-labels": {"auto": "By the folder", "windows": "Windows", "macos": "macOS", "relative": "Any"}
            },
        ),
    ] = "auto"

    @property
    def system(self) -> Literal["windows", "macos", "relative"]:
        """Whose rules the paths in the draft follow."""
        if self.platform == "relative" or not self.draft_folder:
            return "relative"
        if self.platform == "auto":
            return "macos" if self.draft_folder.startswith("/") else "windows"
        return self.platform

    @model_validator(mode="after")
    def _folder_of_the_system(self) -> Self:
        if any(ord(char) < 32 or ord(char) == 127 for char in self.draft_folder):
            raise ValueError("The drafts folder has line breaks or control characters in it.")
        if self.system == "windows" and not _WINDOWS_FOLDER.fullmatch(self.draft_folder):
            raise ValueError(r"A drafts folder on Windows is a whole path such as C:\Users\me\Drafts.")
        if self.system == "macos" and not _MACOS_FOLDER.fullmatch(self.draft_folder):
            raise ValueError("A drafts folder on macOS is a whole path such as /Users/me/Movies/CapCut.")
        return self


class SavedMedium(BaseModel):
    """One media file in the draft."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="its name in the draft's assets")
    bytes: int = Field(ge=0)
    sha256: str
    duration_s: float = Field(ge=0, description="as probed; 0 for a still image")


class CapcutDraftResult(BaseModel):
    """Where the draft is, and what lies in it."""

    model_config = ConfigDict(frozen=True)

    draft_url: str = Field(description="where the zip is, relative to the service's address")
    draft_id: str
    media: list[SavedMedium]
    warnings: list[str] = Field(description="what to know before opening it, one sentence each")


class _CapcutDraft(Kind):
    def dedupe_key(self, params: Parameters) -> str | None:
        """Return the draft: two savings of one draft at once are the same work."""
        return params.draft_id if isinstance(params, CapcutDraftParameters) else None

    def resources(self, params: Parameters) -> tuple[str, ...]:  # noqa: ARG002 (addresses stand in the draft, not here)
        """Name the web, from which the draft's media may come."""
        return ("web",)


KIND = _CapcutDraft(
    name="capcut_draft",
    title="Draft for CapCut or JianYing",
    description="Saves a timeline with all its media as a draft that the editor opens, as one zip.",
    params=CapcutDraftParameters,
    result=CapcutDraftResult,
    policy=Policy(limit=Limit(default=2), max_waiting=50, time_limit_s=1800.0, result_ttl_s=3600.0),
    artifacts=("draft.zip",),
    resource_limits={"web": Limit(default=8)},
)
