"""Where a song lies under a video: offset, drift, and how sure that is. Pure mathematics, no files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from actors.beat_sync import lines
from actors.beat_sync.likeness import tonal_coherence
from actors.beat_sync.lines import Line, Window
from actors.beat_sync.search import APART_S, Evidence, search
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.store import Stored
from actors.beat_sync.whitening import whitened

#: Coherence of the tones below which it is another song. Measured (tests/bench/beat_sync.py): other songs on the same
#: drum samples, in the same key, stay below 0.35; the same song is above 0.75 in a room with 5 dB of signal to noise,
#: and above 0.5 where the noise is louder than the music.
SAME_SONG_COHERENCE = 0.45
#: Peak of the stacked correlation over its surroundings below which nothing was found at all.
SAME_SONG_PEAK = 6.0
#: Candidates of the coarse search that are measured finely.
_CANDIDATES = 6
#: The direct sound is the first peak at least this high, relative to the highest, this shortly before it.
_DIRECT_SHARE, _DIRECT_WITHIN_S = 0.5, 0.015
#: And at least this many times its surroundings, else it is noise.
_DIRECT_PEAK = 5.0
#: Nearer to the highest than this, it is a ripple of the band limits.
_RIPPLE_S = 0.0008
#: Drift is told from zero at this many standard errors, and only if it amounts to anything over what is shared.
_DRIFT_SIGMAS, _DRIFT_MATTERS_S = 4.0, 0.0002
#: Stored by which the lag may change within a window.
_SMEAR = 1.0


@dataclasses.dataclass(frozen=True)
class Alignment:
    """The place of the music on the video's soundtrack, and what speaks for it.

    Args:
        offset_s: where on the video's soundtrack the music's first sample is heard; negative: before it.
        drift: how much slower music passes on the video's clock (a fraction); 0 if not measurable.
        drift_error: its standard error; infinite if the shared part is too short.
        same_song: whether this is the song at all.
        confidence: 0..1.
        margin: 0..1, lead over the runner-up.
        runner_up_offset_s: the second-best place; None if there was none.
        coherence: of the music's tones, see likeness.py.
        peak: height of the stacked correlation over its surroundings.
        agreement: share of the shared windows that say the same.
        shared_s: seconds that video and music have in common there.
        evidence: of the coarse search.
        response: the stacked correlation around the place: the room as it was heard (see lines.stacked).
    """

    offset_s: float
    drift: float
    drift_error: float
    same_song: bool
    confidence: float
    margin: float
    runner_up_offset_s: float | None
    coherence: float
    peak: float
    agreement: float
    shared_s: float
    evidence: Evidence
    response: npt.NDArray[np.float64]


def align(video: Stored, music: Stored, on_progress: Callable[[float, str], None] = lambda _f, _m: None) -> Alignment:
    """Find where the music lies under the video.

    Args:
        video: the video's sound, mono at the analysis rate.
        music: the music, likewise.
        on_progress: told (fraction 0..1, what was done).
    """
    heard = whitened(video, lambda done: on_progress(0.2 * done, "evening out the room sound"))
    clean = whitened(music, lambda done: on_progress(0.2 + 0.2 * done, "evening out the music"))
    evidence = search(heard, clean, lambda done: on_progress(0.4 + 0.4 * done, f"{done:.0%} of the windows compared"))
    candidates: list[_Candidate] = []
    for index in evidence.best(_CANDIDATES):
        candidate = _measured(video, music, heard, clean, evidence.offset_samples(index))
        if candidate:
            candidates.append(candidate)
    on_progress(0.9, f"{len(candidates)} places measured")
    if not candidates:
        return _nothing(evidence)
    candidates.sort(key=lambda candidate: -candidate.score)
    best = candidates[0]
    line, slope_error, windows = _refined(heard, clean, best.line)
    runner_up = next((other for other in candidates[1:] if not _same_place(other.line, line)), None)
    margin = float(np.clip(1 - runner_up.score / best.score, 0, 1)) if runner_up and best.score > 0 else 1.0
    agreement = lines.agreement(windows, line)
    line, response = _direct_sound(windows, line)
    coherence = tonal_coherence(video, music, line)
    peak = float(np.abs(response).max() / (np.median(np.abs(response)) + 1e-9))
    on_progress(1.0, f"offset {line.offset / ANALYSIS_RATE_HZ:.3f} s")
    return Alignment(
        offset_s=line.offset / ANALYSIS_RATE_HZ,
        drift=line.drift,
        drift_error=slope_error,
        same_song=coherence >= SAME_SONG_COHERENCE and peak >= SAME_SONG_PEAK,
        confidence=_confidence(coherence, margin),
        margin=margin,
        runner_up_offset_s=runner_up.line.offset / ANALYSIS_RATE_HZ if runner_up else None,
        coherence=coherence,
        peak=peak,
        agreement=agreement,
        shared_s=_overlap(video, music, line) / ANALYSIS_RATE_HZ,
        evidence=evidence,
        response=response,
    )


@dataclasses.dataclass(frozen=True)
class _Candidate:
    """A place, measured.

    Args:
        line: where and how fast.
        score: how much of the whole video it explains, times how well the tones agree. The first alone can be fooled by
            a drum track that goes on and on; the second alone can't tell the repeats of a loop apart.
    """

    line: Line
    score: float


def _measured(video: Stored, music: Stored, heard: Stored, clean: Stored, offset_samples: int) -> _Candidate | None:
    """Measure one candidate finely; ``heard`` and ``clean`` are ``video`` and ``music``, whitened."""
    coarse = Line(offset_samples, 0.0, heard.size / 2)
    width = _width(_overlap(heard, clean, coarse), 1.5, 3.0, pieces=6)
    windows = lines.windows_along(heard, clean, coarse, width=width, play=lines.COARSE_PLAY, drift=lines.COARSE_DRIFT)
    line = lines.fitted(windows, coarse.middle)
    if line is None:
        return None
    explained = lines.strength(windows, line, max(1, round(heard.size / width)))
    return _Candidate(line, explained * (tonal_coherence(video, music, line) + 0.01))


def _refined(heard: Stored, clean: Stored, line: Line) -> tuple[Line, float, list[Window]]:
    """Measure the line again in narrow windows; a slope that can't be told from zero becomes zero."""
    overlap = _overlap(heard, clean, line)
    width = _width(overlap, 1.0, 4.0, pieces=16)
    error = float("inf")
    for play_ms in (6, 2):
        narrow = lines.windows_along(
            heard, clean, line, width=width, play=round(play_ms * lines.MILLISECOND), drift=0.0
        )
        if not narrow:
            break
        sharp, error = lines.sharpened(narrow, line)
        told = abs(sharp.slope) > _DRIFT_SIGMAS * error
        matters = abs(sharp.slope) * overlap > _DRIFT_MATTERS_S * ANALYSIS_RATE_HZ
        line = sharp if told and matters else lines.sharpened_level(narrow, line)
        if abs(line.slope) * width <= _SMEAR:
            break
        # The lag moves within each window, which blurs its peak: once more, with shorter ones.
        width = max(ANALYSIS_RATE_HZ, round(_SMEAR / abs(line.slope)))
    play = lines.STACK_HALF + 2
    return line, error, lines.windows_along(heard, clean, line, width=width, play=play, drift=0.0)


def _direct_sound(windows: list[Window], line: Line) -> tuple[Line, npt.NDArray[np.float64]]:
    """Move the line from the strongest to the first arrival: an echo can be louder than the direct sound.

    Returns:
        The line, and the windows stacked along it.
    """
    height = np.abs(lines.stacked(windows, line))
    middle = lines.STACK_HALF
    near = slice(middle - 16, middle + 17)
    top = near.start + int(height[near].argmax())
    enough = max(_DIRECT_SHARE * float(height[top]), _DIRECT_PEAK * float(np.median(height)))
    first, ripple = top, round(_RIPPLE_S * ANALYSIS_RATE_HZ)
    for index in range(max(1, top - round(_DIRECT_WITHIN_S * ANALYSIS_RATE_HZ)), top - ripple):
        is_peak = height[index] > height[index - 1] and height[index] >= height[index + 1]
        if is_peak and height[index] >= enough:
            first = index
            break
    moved = dataclasses.replace(line, level=line.level + lines.parabola_top(height, first) - middle)
    return moved, lines.stacked(windows, moved)


def _confidence(coherence: float, margin: float) -> float:
    """Turn coherence (is it the song?) and margin (is it the place?) into 0..1.

    At the threshold the song is half certain, at 0.7 as good as certain. A loop leaves the place open: half.
    """
    song = float(np.interp(coherence, [0.0, SAME_SONG_COHERENCE, 0.7], [0.0, 0.5, 1.0]))
    place = 0.5 + 0.5 * float(np.clip(margin / 0.2, 0, 1))
    return round(song * place, 4)


def _width(overlap: float, least_s: float, most_s: float, *, pieces: int) -> int:
    return round(float(np.clip(overlap / pieces, least_s * ANALYSIS_RATE_HZ, most_s * ANALYSIS_RATE_HZ)))


def _overlap(heard: Stored, clean: Stored, line: Line) -> float:
    return max(0.0, min(heard.size, line.offset + clean.size * (1 + line.drift)) - max(0.0, line.offset))


def _same_place(one: Line, other: Line) -> bool:
    return abs(one.level - other.level) < APART_S * ANALYSIS_RATE_HZ


def _nothing(evidence: Evidence) -> Alignment:
    return Alignment(
        offset_s=0.0, drift=0.0, drift_error=float("inf"), same_song=False, confidence=0.0, margin=0.0,
        runner_up_offset_s=None, coherence=0.0, peak=0.0, agreement=0.0, shared_s=0.0, evidence=evidence,
        response=np.zeros(2 * lines.STACK_HALF + 1),
    )  # fmt: skip
