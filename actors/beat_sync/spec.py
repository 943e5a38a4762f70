"""What `beat_sync` takes, gives and may use. Light: no media library is imported here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.catalogue import FileId, FileInput, Kind, Limit, Parameters, Policy

#: Concerns one song, and only where a film is moved onto it.
_OTHER_SONG_ONLY: dict[str, Any] = {"x-when": {"mode": ["auto", "retime"]}, "x-once": True}


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
            description="The song heard in the dance video, or another: a music file, or a video with it as its sound.",
        ),
    ]
    mode: Annotated[
        Literal["auto", "align", "retime"],
        Field(
            title="Mode",
            description=(
                "align: the music is the song heard in the video, and is laid under it exactly. "
                "retime: the music is another song, and the film's movement is moved onto its beats. "
                "auto: align if it is the same song, else retime."
            ),
            json_schema_extra={
                "x-labels": {
                    "auto": "Find out",
                    "align": "Same song: align",
                    "retime": "Another song: move the film onto its beats",
                }
            },
        ),
    ] = "auto"
    music_tempo_bpm: Annotated[
        float | None,
        Field(
            ge=40,
            le=240,
            title="Tempo of the music",
            description="Only for another song: its beats a minute, if you know them. Left empty, they are found out.",
            json_schema_extra=_OTHER_SONG_ONLY,
        ),
    ] = None
    half_beat_later: Annotated[
        bool,
        Field(
            title="Half a beat later",
            description="Only for another song: put the movement half a beat later, if it lands between the beats.",
            json_schema_extra=_OTHER_SONG_ONLY,
        ),
    ] = False


class Retimed(BaseModel):
    """How the film was moved onto the beats of another song."""

    model_config = ConfigDict(frozen=True)

    film_beats: int = Field(ge=0, description="moments found in the film at which movement stops or turns round")
    matched_beats: int = Field(ge=0, description="of these, how many land on a beat of the music")
    coverage: float = Field(ge=0, le=1, description="share of the film's beats, as far as the music lasts, that do")
    tempo_bpm: float = Field(ge=0, description="the music's beats a minute")
    other_tempos_bpm: list[float] = Field(
        default_factory=list, description="what else they may be, the likelier first; to be asked for if this is wrong"
    )
    beats_per_beat: float = Field(description="beats danced to per beat of the music: 0.5, 1 or 2")
    slowest_speed: float = Field(description="of any stretch of film; 1: as filmed")
    fastest_speed: float = Field(description="of any stretch of film; 1: as filmed")
    beat_align_before: float = Field(
        ge=0, le=1, description="how well film and music agree if the music is only laid under the film; 1 at best"
    )
    beat_align_after: float = Field(ge=0, le=1, description="the same for the new films")


class BeatSyncResult(BaseModel):
    """What was measured and what was made; ``report.json`` holds the same and more.

    Its ``waveforms`` is for whoever draws it: ``start_s`` and ``step_s`` of an axis on the clock of ``offset_s``, and
    ``tracks``, each with ``label``, ``begin_s``, ``end_s`` and 1,000 ``peaks`` from 0 to 100.
    """

    model_config = ConfigDict(frozen=True)

    mode: Literal["align", "retime"] = Field(description="how music and film were brought together")
    reason: str = Field(description="why in this way, for people")
    offset_s: float = Field(
        description=(
            "align: where on the video's clock (0 = its first picture) the music file begins; negative: before it. "
            "retime: the same on modular.mp4's clock"
        )
    )
    drift_ppm: float = Field(
        description="how much slower music passes on the video's clock than on its own, millionths; 0: not measurable"
    )
    confidence: float = Field(ge=0, le=1, description="how sure it is of the song and the place, or of the beats")
    margin: float | None = Field(
        ge=0,
        le=1,
        description="lead over the second-best place; near 0 for music that repeats itself exactly; retime: none",
    )
    video_duration_s: float = Field(ge=0, description="length of the dance video's picture")
    music_duration_s: float = Field(ge=0, description="length of the music file's sound")
    modular_duration_s: float = Field(ge=0, description="length of modular.mp4")
    v2_start_s: float = Field(ge=0, description="where on the video's clock v2.mp4 begins")
    v2_duration_s: float = Field(ge=0, description="length of v2.mp4")
    reencoded_s: float = Field(ge=0, description="seconds of picture that could not be copied and were encoded anew")
    retime: Retimed | None = Field(default=None, description="mode retime: how the film was moved; align: none")


KIND = Kind(
    name="beat_sync",
    title="Clean music under a dance video",
    description=(
        "Finds where a song plays in a dance-class video and replaces the room sound by the clean recording, "
        "in time to the millisecond. With another song, moves the film's own movement onto the beats of that song."
    ),
    params=BeatSyncParameters,
    result=BeatSyncResult,
    policy=Policy(limit=Limit(default=2), max_waiting=50, time_limit_s=1200.0),
    artifacts=("modular.mp4", "v2.mp4", "report.json", "report.png"),
)
