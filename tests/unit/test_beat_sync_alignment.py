"""The mathematics of alignment, on sound that is known to the microsecond."""

import numpy as np
import pytest

from actors.beat_sync.alignment import Alignment, align
from actors.beat_sync.lines import Line, least_squares, parabola_top
from actors.beat_sync.search import search
from actors.beat_sync.soundtrack import ANALYSIS_RATE_HZ
from actors.beat_sync.whitening import moving_mean, whitened
from tests.material.rooms import Room, recording
from tests.material.songs import Samples, score_of, song

RATE = ANALYSIS_RATE_HZ


def play(seed: int, duration_s: float, **pinned: object) -> Samples:
    return song(seed, duration_s, RATE, score=score_of(seed, **pinned))


def heard_with(music: Samples, offset_s: float, duration_s: float, **room: object) -> Alignment:
    room = {"seed": 3, "snr_db": 5.0, **room}
    return align(recording(music, RATE, Room(**room), offset_s=offset_s, duration_s=duration_s), music[0])


@pytest.mark.parametrize(
    ("music_s", "offset_s", "video_s"),
    [
        pytest.param(30, 4.3217, 20, id="video starts before the music"),
        pytest.param(30, -7.7773, 12, id="video lies inside the music"),
        pytest.param(8, 11.1113, 40, id="music lies inside the video"),
        pytest.param(20, -12.3, 30, id="video starts late and goes on after the music"),
        pytest.param(8, 0.0, 8, id="both begin together"),
    ],
)
def test_offset_is_found_to_a_millisecond_in_a_noisy_room(music_s: float, offset_s: float, video_s: float) -> None:
    found = heard_with(play(1, music_s), offset_s, video_s)
    assert found.same_song
    assert found.offset_s == pytest.approx(offset_s, abs=0.001)
    assert found.confidence > 0.8


@pytest.mark.parametrize("drift_ppm", [120.0, -80.0])
def test_drift_is_measured_and_does_not_spoil_the_offset(drift_ppm: float) -> None:
    found = heard_with(play(2, 60), 5.0, 65, drift_ppm=drift_ppm)
    assert found.drift * 1e6 == pytest.approx(drift_ppm, abs=3)
    assert found.offset_s == pytest.approx(5.0, abs=0.001)


def test_no_drift_is_reported_where_there_is_none() -> None:
    assert heard_with(play(2, 60), 5.0, 60).drift == 0.0


def test_another_song_of_the_same_tempo_key_and_drum_samples_is_refused() -> None:
    score = score_of(4)
    room = recording(song(4, 25, RATE, score=score), RATE, Room(seed=1), offset_s=2.0, duration_s=25)
    other = song(5, 25, RATE, score=score)
    found = align(room, other[0])
    assert found.peak > 12, "the drums do coincide"
    assert not found.same_song
    assert found.confidence < 0.5


@pytest.mark.parametrize("colour", ["white", "pink", "crowd", "voice"])
def test_noise_is_no_song(colour: str) -> None:
    music = play(6, 15)
    noise = recording(music, RATE, Room(seed=2, noise=colour, snr_db=-60), offset_s=3.0, duration_s=15)
    assert not align(noise, music[0]).same_song


def test_somebody_who_calls_as_loud_as_the_music_does_no_harm() -> None:
    found = heard_with(play(7, 20), 3.0, 20, noise="voice", snr_db=0.0)
    assert found.same_song
    assert found.offset_s == pytest.approx(3.0, abs=0.001)


def test_loop_is_laid_where_it_begins_not_a_bar_off() -> None:
    # Every bar is the same: only the silence before the music tells where it begins.
    found = heard_with(play(8, 40, loop_bars=1), 6.5, 30)
    assert found.same_song
    assert found.offset_s == pytest.approx(6.5, abs=0.001)
    assert found.margin < 0.3


def test_inside_an_endless_loop_the_doubt_is_admitted() -> None:
    found = heard_with(play(8, 60, loop_bars=1), -20.0, 15)
    assert found.same_song
    assert found.margin < 0.1
    assert found.confidence < 0.8


def test_upside_down_recording_is_recognised() -> None:
    music = play(9, 15)
    room = recording(music, RATE, Room(seed=1), offset_s=2.0, duration_s=15)
    assert align(-room, music[0]).offset_s == pytest.approx(2.0, abs=0.001)


def test_whitening_keeps_silence_silent_and_evens_out_loudness() -> None:
    sound = np.zeros(RATE * 6, np.float32)
    noise = np.random.default_rng(1).normal(size=RATE * 2).astype(np.float32)
    sound[RATE : RATE * 2] = noise[:RATE]
    sound[RATE * 3 : RATE * 5] = noise * 0.1
    white = whitened(sound)
    assert white.size == sound.size
    assert np.abs(white[: RATE // 2]).max() == 0
    loud, quiet = white[RATE + 2000 : RATE * 2 - 2000].std(), white[RATE * 3 + 2000 : RATE * 5 - 2000].std()
    assert loud == pytest.approx(quiet, rel=0.2)


def test_search_reports_its_progress_to_the_end() -> None:
    music = play(1, 12)[0]
    told: list[float] = []
    search(music, music, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_moving_mean_averages_what_is_there() -> None:
    values = np.array([[1, 2, 3, 4, 5]], np.float32)
    np.testing.assert_allclose(moving_mean(values, 3, 1), [[1.5, 2, 3, 4, 4.5]])


def test_parabola_top_lies_between_samples() -> None:
    at = np.arange(7)
    assert parabola_top(-((at - 3.3) ** 2), 3) == pytest.approx(3.3)


def test_line_turns_lag_into_offset_and_drift() -> None:
    # Music time t is heard at 1000 + 1.001 t.
    lag_at = lambda u: u - (u - 1000) / 1.001  # noqa: E731
    line = Line(level=lag_at(5000), slope=1 - 1 / 1.001, middle=5000)
    assert line.drift == pytest.approx(0.001)
    assert line.offset == pytest.approx(1000)


def test_least_squares_knows_its_error() -> None:
    at = np.arange(20, dtype=float)
    level, slope, error = least_squares(at, 3 + 0.5 * at, np.ones(20))
    assert (level, slope) == (pytest.approx(3), pytest.approx(0.5))
    assert error < 0.01
    assert least_squares(at[:1], at[:1], np.ones(1))[2] == float("inf")
