"""Seeing the beat, part by part, on movement that was never filmed: what every curve should say is known."""

import numpy as np
import numpy.typing as npt
import pytest

from actors.beat_sync.seeing.camera import camera_flow
from actors.beat_sync.seeing.motion import CELLS, DIRECTIONS, Motion
from actors.beat_sync.seeing.swings import swings
from actors.beat_sync.seeing.tempo import expected, kept_steps
from actors.beat_sync.seeing.visual_beats import VisualBeats, visual_beats

Floats = npt.NDArray[np.float64]

FINE_HZ = 1000


def movement(beats_s: Floats, end_s: float, *, stop: bool, fps: float = 30.0) -> Motion:
    """Return the movement of a dancer who stops, or turns round, at each beat.

    Args:
        beats_s: the beats.
        end_s: length of the film.
        stop: whether the beats are stops of 30 ms, followed by a rest; turns else.
        fps: pictures a second.
    """
    at = np.arange(0, end_s, 1 / FINE_HZ)
    ends = np.append(beats_s + (0.015 if stop else 0), end_s + 0.5)
    speed = np.zeros_like(at)
    begin = 0.0
    for end in ends:
        inside = (at >= begin) & (at < end)
        gone, left = at[inside] - begin, end - at[inside]
        rise = np.clip((gone - 0.1) / 0.2, 0, 1) if stop else np.sin(np.pi / 2 * np.clip(gone / 0.2, 0, 1))
        fall = np.clip(left / 0.03, 0, 1) if stop else np.sin(np.pi / 2 * np.clip(left / 0.2, 0, 1))
        speed[inside] = rise * fall
        begin = end
    edges = np.arange(0, end_s - 1 / fps, 1 / fps)
    passed = np.interp(edges, at, np.cumsum(speed) / FINE_HZ)
    cells = np.zeros((edges.size - 1, CELLS[0] * CELLS[1]), np.float32)
    cells[:, 5] = np.diff(passed) * fps
    nothing = np.zeros((edges.size - 1, DIRECTIONS), np.float32)
    return Motion(edges, cells, nothing, cells.sum(axis=1), np.zeros(edges.size - 1, bool), np.zeros(0))


def away_ms(seen: VisualBeats, beats_s: Floats) -> Floats:
    return np.asarray(np.abs(beats_s[:, None] - seen.times_s[None, :]).min(axis=1) * 1000)


@pytest.mark.parametrize("stop", [True, False], ids=["stops", "turns"])
@pytest.mark.parametrize("fps", [24.0, 30.0])
def test_beats_between_two_pictures_are_told_by_what_was_left_of_the_speed(stop: bool, fps: float) -> None:
    beats_s = 0.8 + np.arange(18) * 0.53 + np.random.default_rng(1).normal(0, 0.008, 18)
    seen = visual_beats(movement(beats_s, 11, stop=stop, fps=fps))
    assert seen.times_s.size == beats_s.size
    assert np.median(away_ms(seen, beats_s)) < 5
    assert away_ms(seen, beats_s).max() < 15  # pictures are 33 or 42 ms apart
    assert np.all((seen.abruptness > 0.5) == stop)


def test_a_weak_ebb_is_a_beat_only_where_the_tempo_expects_one() -> None:
    steady = 0.8 + np.arange(16) * 0.6
    on_tempo = movement(steady, 11, stop=False)
    weak = on_tempo.cells.copy()
    middle = (on_tempo.edges_s[:-1] + on_tempo.edges_s[1:]) / 2
    for beat_s in (steady[6], steady[6] + 0.27):  # one turn hardly slows down; nor do the arms between two others
        near = np.abs(middle - beat_s) < 0.2
        weak[near, 5] = 1 - 0.38 * np.maximum(0, 1 - np.abs(middle[near] - beat_s) / 0.12)
    film = Motion(on_tempo.edges_s, weak, on_tempo.directogram, weak.sum(axis=1), on_tempo.cuts, on_tempo.cut_times_s)
    assert sum(not swing.clear for swing in swings(film)) == 2
    seen = visual_beats(film).times_s
    assert np.abs(seen - steady[6]).min() < 0.04
    assert np.abs(seen - steady[6] - 0.27).min() > 0.1


def test_a_region_that_only_flickers_does_not_move() -> None:
    calm = movement(0.8 + np.arange(16) * 0.6, 11, stop=False)
    lit = calm.cells.copy()
    lit[:, 20] = 0.5 + 0.5 * (-1.0) ** np.arange(len(lit))
    flickering = Motion(calm.edges_s, lit, calm.directogram, calm.changes, calm.cuts, calm.cut_times_s)
    assert np.corrcoef(flickering.speed, calm.speed)[0, 1] > 0.99


def test_steps_count_rests_and_leave_out_what_lies_beside_the_tempo() -> None:
    true = 0.5 + np.concatenate([np.arange(8), np.arange(9, 16)]) * 0.5  # the ninth beat is a rest
    times = np.sort(np.append(true, true[3] + 0.19))
    chosen, numbers = kept_steps(times, np.full(times.size, 0.01), np.full(times.size, 1.0))
    assert np.allclose(times[chosen], true)
    assert np.diff(numbers).tolist() == [1] * 7 + [2] + [1] * 6


def test_an_unsure_beat_is_expected_where_its_neighbours_say_even_if_the_tempo_drifts() -> None:
    numbers = np.arange(24)
    true = 1.0 + np.cumsum(0.5 + 0.003 * numbers)
    seen, spread = true.copy(), np.full(24, 0.004)
    seen[11] += 0.09
    spread[11] = 0.1
    wanted, within = expected(numbers, seen, spread)
    assert abs(wanted[11] - true[11]) < 0.012
    assert within[11] < 0.03


def test_an_hour_of_beats_is_followed() -> None:
    rng = np.random.default_rng(2)
    times = 1.0 + np.cumsum(rng.normal(0.5, 0.01, 7200))
    chosen, numbers = kept_steps(times, np.full(times.size, 0.01), rng.uniform(0.4, 1.0, times.size))
    assert chosen.size > 0.98 * times.size
    wanted, _ = expected(numbers, times[chosen], np.full(chosen.size, 0.01))
    assert np.median(np.abs(wanted - times[chosen])) < 0.02


def test_camera_movement_is_told_from_a_dancer_who_fills_a_quarter_of_the_picture() -> None:
    rng = np.random.default_rng(3)
    picture = rng.integers(0, 255, (126, 224)).astype(np.uint8)
    rows, columns = np.mgrid[0:126, 0:224].astype(np.float32)
    pan = np.stack([1.5 + 0.01 * (columns - 112), -0.7 + 0.01 * (rows - 63)], axis=-1)
    flow = pan.copy()
    flow[30:126, 80:154] += np.array([6.0, -3.0], np.float32)
    told = camera_flow(flow + rng.normal(0, 0.05, flow.shape).astype(np.float32), picture)
    assert np.abs(told - pan).max() < 0.15
