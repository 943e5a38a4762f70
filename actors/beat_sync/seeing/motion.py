"""How much moves in a film, where, and in which direction: optical flow between neighbouring pictures, camera left out.

One picture and its predecessor are held at a time, small and grey; what is kept of a minute of film is a megabyte.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from actors.beat_sync.footage import Footage, displayed
from actors.beat_sync.media import opened, surveyed_picture
from actors.beat_sync.seeing.camera import camera_flow

if TYPE_CHECKING:
    import av

Floats = npt.NDArray[np.float64]
Grey = npt.NDArray[np.uint8]

#: Longer side of the pictures that movement is measured on, pixels.
LONG_SIDE = 224
#: What is finer than this many pixels is grain.
_BLUR_PX = 1.0
#: Regions that have a curve of their own: along the longer and the shorter side.
CELLS = (8, 4)
#: Directions of the directogram.
DIRECTIONS = 12
#: Something moved where the picture, camera left out, differs from the one before by more than this many grey levels,
#: and than so many times what most of the picture shows; means of a square of so many pixels.
_LEAST_LEVEL, _OVER_NOISE, _AROUND_PX = 1.5, 2.5, 5
#: A cut: what flow can't explain, mean difference in grey levels, absolute and times what is usual just before.
_CUT_LEVEL, _CUT_TIMES = 9.0, 3.0
#: Pictures nearer to each other than this are not compared: what moves in between is lost in grain.
_APART_S = 0.026
#: Two pictures whose mean difference is below this are one, shown twice.
_SAME_PICTURE = 0.02


@dataclasses.dataclass(frozen=True)
class Motion:
    """Movement in the intervals between neighbouring pictures.

    Args:
        edges_s: when each picture is shown, on the video's clock; one more than there are intervals.
        cells: speed in each region, shape (intervals, regions); lengths of the picture's longer side per second,
            times the share of the picture that moves.
        directogram: speed by direction, shape (intervals, DIRECTIONS).
        changes: how much the picture changes where it changes most, camera left out; grey levels a second, mean of all
            pixels. Slow movement, which flow loses, shows in it.
        cuts: intervals across which the camera jumped; their speeds are not movement.
        cut_times_s: when the first picture after each cut comes on.
    """

    edges_s: Floats
    cells: npt.NDArray[np.float32]
    directogram: npt.NDArray[np.float32]
    changes: npt.NDArray[np.float32]
    cuts: npt.NDArray[np.bool_]
    cut_times_s: Floats

    @functools.cached_property
    def speed(self) -> Floats:
        """Speed of everything that moves; regions that only flicker left out; across cuts as around them."""
        cells = bridged(self.cells.astype(np.float64), self.cuts)
        if len(cells) < 3:
            return np.asarray(cells.sum(axis=1))
        # Movement goes on from picture to picture; flicker does not: its second differences have six times its power.
        flicker = np.mean(np.diff(cells, n=2, axis=0) ** 2, axis=0) / 6
        shown = np.maximum(np.var(cells, axis=0), 1e-20)
        return np.asarray(cells @ np.clip(1 - flicker / shown, 0, 1) ** 2)


def bridged(values: Floats, cuts: npt.NDArray[np.bool_]) -> Floats:
    """Replace values across cuts by what lies around them."""
    if not cuts.any() or cuts.all():
        return values
    if values.ndim > 1:
        return np.stack([bridged(column, cuts) for column in values.T], axis=1)
    at = np.arange(values.size)
    return np.where(cuts, np.interp(at, at[~cuts], values[~cuts]), values)


def watch(footage: Footage, *, threads: int, on_progress: Callable[[float], None]) -> Motion:
    """Decode a film and measure what moves in it.

    Args:
        footage: the film.
        threads: for the decoder and OpenCV.
        on_progress: told the fraction of the film seen, 0..1.

    Raises:
        JobFailure: ``unreadable_media``.
    """
    cv2.setNumThreads(threads)
    eye = _Eye()
    with opened(footage.file) as container:
        stream = surveyed_picture(container)
        stream.codec_context.thread_count = threads
        stream.thread_type = "AUTO"
        last = None
        for stamp, frame in displayed(container, stream, footage):
            if last is not None and stamp <= last:
                continue
            if stamp < footage.start:
                continue
            last = stamp
            at_s = footage.clock_s(stamp)
            eye.see(at_s, _small(frame))
            on_progress(min(1.0, at_s / max(footage.duration_s, 1e-3)))
    on_progress(1.0)
    return eye.motion()


def _small(frame: av.VideoFrame) -> Grey:
    scale = LONG_SIDE / max(frame.width, frame.height)
    wide, high = (max(32, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
    grey = frame.reformat(width=wide, height=high, format="gray", interpolation="AREA").to_ndarray()
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), _BLUR_PX), np.uint8)


class _Eye:
    """Compares each picture with the one before."""

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._before: Grey | None = None
        self._passed: list[tuple[float, Grey]] = []
        self._times: list[float] = []
        self._cells: list[npt.NDArray[np.float32]] = []
        self._directions: list[npt.NDArray[np.float32]] = []
        self._changes: list[float] = []
        self._cuts: list[bool] = []
        self._cut_times: list[float] = []
        self._usual = 0.0

    def see(self, at_s: float, picture: Grey) -> None:
        self._passed.append((at_s, picture))
        if self._times and at_s - self._times[-1] < _APART_S:
            return
        self._compare(at_s, picture)
        self._passed = [(at_s, picture)]

    def _compare(self, at_s: float, picture: Grey) -> None:
        before, self._before = self._before, picture
        if before is None or before.shape != picture.shape:
            if before is not None:
                self._add(at_s, *_nothing(), cut=True)
            else:
                self._times.append(at_s)
            return
        if float(cv2.absdiff(before, picture).mean()) < _SAME_PICTURE:
            self._add(at_s, *_nothing(), cut=False)
            return
        flow = np.asarray(self._flow.calc(before, picture, np.zeros((*picture.shape, 2), np.float32)), np.float32)
        unexplained = float(_difference(before, picture, flow).mean())
        cut = unexplained > max(_CUT_LEVEL, _CUT_TIMES * self._usual)
        if not cut:
            self._usual = unexplained if not self._usual else 0.8 * self._usual + 0.2 * unexplained
        passed_s = max(at_s - self._times[-1], 1e-4)
        camera = camera_flow(flow, before)
        around, usual = _around(_difference(before, picture, camera))
        change = float(np.maximum(around - usual, 0).mean()) / passed_s
        self._add(at_s, *_measured(flow - camera, _moved(around, usual), passed_s), change, cut=cut)

    def _add(
        self,
        at_s: float,
        cells: npt.NDArray[np.float32],
        directions: npt.NDArray[np.float32],
        change: float,
        *,
        cut: bool,
    ) -> None:
        self._times.append(at_s)
        if cut:
            self._cut_times.append(_jump_s(self._passed))
        self._cells.append(cells)
        self._directions.append(directions)
        self._changes.append(change)
        self._cuts.append(cut)

    def motion(self) -> Motion:
        return Motion(
            np.array(self._times),
            np.array(self._cells, np.float32).reshape(len(self._cells), CELLS[0] * CELLS[1]),
            np.array(self._directions, np.float32).reshape(len(self._directions), DIRECTIONS),
            np.array(self._changes, np.float32),
            np.array(self._cuts, bool),
            np.array(self._cut_times, np.float64),
        )


def _jump_s(pictures: list[tuple[float, Grey]]) -> float:
    """Return when the picture comes on that differs most from the one before."""
    times = [at_s for at_s, _ in pictures]
    shown = [picture for _, picture in pictures]
    if len(shown) < 3 or any(picture.shape != shown[0].shape for picture in shown):
        return times[-1]
    jumps = [float(cv2.absdiff(before, picture).mean()) for before, picture in itertools.pairwise(shown)]
    return times[1 + int(np.argmax(jumps))]


def _nothing() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], float]:
    return np.zeros(CELLS[0] * CELLS[1], np.float32), np.zeros(DIRECTIONS, np.float32), 0.0


def _difference(before: Grey, picture: Grey, flow: npt.NDArray[np.float32]) -> Grey:
    """Return how much the picture differs from its predecessor moved along the flow, grey levels."""
    high, wide = picture.shape
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    # The flow leads from the picture before to this one.
    back = cv2.remap(
        picture, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cv2.absdiff(back, before))


def _around(difference: Grey) -> tuple[npt.NDArray[np.float32], float]:
    """Return the mean difference around each pixel, and what is usual in this picture."""
    around = np.asarray(cv2.blur(difference.astype(np.float32), (_AROUND_PX, _AROUND_PX)), np.float32)
    return around, float(np.median(around))


def _moved(around: npt.NDArray[np.float32], usual: float) -> npt.NDArray[np.float32]:
    """Return how sure it is of each pixel that something moved there by itself, 0..1."""
    noise = max(_LEAST_LEVEL, _OVER_NOISE * usual)
    return np.asarray(around**2 / (around**2 + noise**2), np.float32)


def _measured(
    flow: npt.NDArray[np.float32], moved: npt.NDArray[np.float32], passed_s: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Add up the movement by region and by direction."""
    size, angle = cv2.cartToPolar(flow[..., 0], flow[..., 1])
    size *= moved
    high, wide = size.shape
    unit = 1 / (passed_s * max(high, wide) * size.size)
    columns, rows = CELLS if wide >= high else CELLS[::-1]
    cells = cv2.resize(size, (columns, rows), interpolation=cv2.INTER_AREA) * (size.size / (columns * rows))
    sectors = (angle * (DIRECTIONS / (2 * np.pi))).astype(np.int32) % DIRECTIONS
    directions = np.bincount(sectors.ravel(), weights=size.ravel(), minlength=DIRECTIONS)
    return (cells * unit).astype(np.float32).ravel(), (directions * unit).astype(np.float32)
