"""What experience says of ebbs of movement, and how it is gained."""

import numpy as np
import numpy.typing as npt
import pytest

from actors.beat_sync.seeing.description import COUNT, USUAL, described
from actors.beat_sync.seeing.experience import OFFSETS_S, REACH_S, experienced
from actors.beat_sync.seeing.motion import Motion
from actors.beat_sync.seeing.visual_beats import VisualBeats, looks, visual_beats, voted
from tests.bench.ebbs_fit import UNFILMED, Lessons, Watched, fitted, played
from tests.material.movements import Movement, movement

Floats = npt.NDArray[np.float64]


def away_ms(movements: list[Movement], seen: list[VisualBeats]) -> Floats:
    away = [
        np.abs(each.beats_s[:, None] - found.times_s[None, :]).min(axis=1) * 1000
        for each, found in zip(movements, seen, strict=True)
    ]
    return np.concatenate(away)


def test_experience_tells_the_beats_of_dancers_never_seen_more_exactly_than_shapes_alone() -> None:
    movements = [movement(seed) for seed in UNFILMED[:12]]
    by_shapes = away_ms(movements, [voted([look.ebb for look in looks(each.motion)]) for each in movements])
    told = away_ms(movements, [visual_beats(each.motion) for each in movements])
    assert np.median(told) < 6
    assert np.percentile(told, 90) < 0.75 * np.percentile(by_shapes, 90)


def test_a_description_does_not_hang_on_when_how_fast_or_how_large_the_dancer_is_filmed() -> None:
    far = movement(7_001).motion
    near = Motion(far.edges_s + 100, far.cells * 8, far.directogram, far.changes * 5, far.cuts, far.cut_times_s)
    told, told_far = described(near, looks(near)), described(far, looks(far))
    assert told.shape[1] == COUNT
    assert told.shape == told_far.shape
    unlike = np.abs(told - told_far)
    assert np.median(unlike[:, :-USUAL].max(axis=1)) < 0.05
    assert unlike[:, -USUAL:].max() < 0.1  # the few ebbs that were read otherwise are in the mean of all


def test_what_is_usual_in_a_film_is_told_of_each_of_its_ebbs() -> None:
    usual = [described(film, looks(film))[:, -USUAL:] for film in (movement(seed).motion for seed in UNFILMED[:3])]
    assert all(np.ptp(told, axis=0).max() == 0 for told in usual)
    assert len({tuple(told[0]) for told in usual}) == 3


def test_a_film_played_at_another_speed_is_the_same_dance() -> None:
    moved = movement(7_004)
    faster = played(Watched("unfilmed", moved.beats_s, moved.abrupt, moved.motion), 1.1)
    assert np.allclose(faster.beats_s * 1.1, moved.beats_s)
    edges_s, cells = faster.motion.edges_s, faster.motion.cells
    assert np.allclose(np.diff(edges_s) @ cells, np.diff(moved.motion.edges_s) @ moved.motion.cells)  # as far
    seen = visual_beats(faster.motion).times_s * 1.1
    assert np.median(np.abs(seen[:, None] - moved.beats_s[None, :]).min(axis=1)) < 0.008


@pytest.mark.parametrize("strange", [1e6, -1e6, 0.0])
def test_what_was_never_seen_is_told_as_the_nearest_that_was(strange: float) -> None:
    network = experienced()
    told = np.full((1, COUNT), strange)
    likely = network.likely(told)
    assert likely.shape == (1, 2, OFFSETS_S.size)
    assert likely.sum() == pytest.approx(1)
    assert np.array_equal(likely, network.likely(np.clip(told, network.lowest, network.highest)))


def test_experience_stays_within_reach_of_the_shapes() -> None:
    film = movement(7_002).motion
    shapes = voted([look.ebb for look in looks(film)]).times_s
    told = visual_beats(film).times_s
    assert np.abs(told[:, None] - shapes[None, :]).min(axis=1).max() < REACH_S + 0.05


def test_a_film_without_movement_has_no_beats() -> None:
    still = movement(7_003).motion
    nothing = Motion(
        still.edges_s, 0 * still.cells, still.directogram, 0 * still.changes, still.cuts, still.cut_times_s
    )
    assert not visual_beats(nothing).times_s.size
    assert not described(nothing, []).size


def test_fitting_finds_what_tells_stops_and_moments() -> None:
    rng = np.random.default_rng(5)
    values = np.zeros((1500, COUNT))
    values[:, [3, 7]] = rng.normal(0, 1, (1500, 2))
    stops, offsets_s = values[:, 3] > 0, np.clip(0.03 * values[:, 7], -0.1, 0.1)
    network = fitted(Lessons(values[:1200], offsets_s[:1200], stops[:1200]), networks=1, rounds=25)
    likely = network.likely(values[1200:])
    assert np.mean((likely[:, 1].sum(axis=1) > 0.5) == stops[1200:]) > 0.9
    told_s = likely.sum(axis=1) @ OFFSETS_S
    assert np.median(np.abs(told_s - offsets_s[1200:])) < 0.008
