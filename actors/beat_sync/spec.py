"""What `beat_sync` takes, gives and may use. Light: no media library is imported here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.catalogue import FileId, FileInput, Kind, Limit, Parameters, Policy


class BeatSyncParameters(Parameters):
    """Which video, which music, and how the two are brought together."""

    dance_file_id: Annotated[
        FileId,
        FileInput(accept=("video/*",)),
        Field(
            title="Dance video",
            description="The video whose room sound is replaced: mp4, mov, mkv, webm, avi and the like.",
        ),
    ]
    bgm_file_id: Annotated[
        FileId,
        FileInput(accept=("audio/*", "video/*")),
        Field(
            title="Music",
            description="The clean recording of the same song: a music file, or a video that has it as its sound.",
        ),
    ]
    mode: Annotated[
        Literal["align"],
        Field(
            title="Mode",
            description="align: the music is the song heard in the video, and is laid under it exactly.",
            json_schema_extra={"x-labels": {"align": "Same song: align"}},
        ),
    ] = "align"


class BeatSyncResult(BaseModel):
    """What was measured and what was made; ``report.json`` holds the same and more."""

    model_config = ConfigDict(frozen=True)

    mode: Literal["align"] = Field(description="how the music was brought under the video")
    offset_s: float = Field(
        description="where on the video's clock (0 = its first picture) the music file begins; negative: before it"
    )
    drift_ppm: float = Field(
        description="how much slower music passes on the video's clock than on its own, millionths; 0: not measurable"
    )
    confidence: float = Field(ge=0, le=1, description="how sure it is that this is the song and the place")
    margin: float = Field(
        ge=0, le=1, description="lead over the second-best place; near 0 for music that repeats itself exactly"
    )
    video_duration_s: float = Field(ge=0, description="length of the dance video's picture")
    music_duration_s: float = Field(ge=0, description="length of the music file's sound")
    modular_duration_s: float = Field(ge=0, description="length of modular.mp4")
    v2_start_s: float = Field(ge=0, description="where on the video's clock v2.mp4 begins")
    v2_duration_s: float = Field(ge=0, description="length of v2.mp4")
    reencoded_s: float = Field(ge=0, description="seconds of picture that could not be copied and were encoded anew")


KIND = Kind(
    name="beat_sync",
    title="Clean music under a dance video",
    description=(
        "Finds where a song plays in a dance-class video and replaces the room sound by the clean recording, "
        "in time to the millisecond. Another song is refused."
    ),
    params=BeatSyncParameters,
    result=BeatSyncResult,
    policy=Policy(limit=Limit(default=2), max_waiting=50, time_limit_s=1200.0),
    artifacts=("modular.mp4", "v2.mp4", "report.json", "report.png"),
)
