"""Films of dancing figures whose beats are known to the millisecond.

A beat is the moment at which a movement is halfway through its stop (abrupt) or turns round (soft). Figures have
limbs on joints; they move from pose to pose, a pose a beat. Camera, cuts, noise, uneven frames and the encoder do
their worst.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from tests.material.files import write_sound
from tests.material.songs import Samples

Floats = npt.NDArray[np.float64]

#: Standard deviations: of one's own beat about the tempo, and of each dancer of a group about the group's beat.
_HUMAN_S, _GROUP_S = 0.012, 0.008
#: Steps a second of the curves that joints follow.
_FINE_HZ = 1000
#: Joints: lean, two shoulders, two elbows, two hips, two knees (radians); side step, crouch (heights of the figure).
_REST = np.array([0.0, 0.5, -0.5, 0.3, -0.3, 0.15, -0.15, 0.1, -0.1, 0.0, 0.0])
_REACH = np.array([0.22, 1.25, 1.25, 0.9, 0.9, 0.35, 0.35, 0.35, 0.35, 0.16, 0.05])
_THIN = np.array([0.05, 0.035, 0.035])
#: The clock's fast hand goes there and back once in this time.
CLOCK_S, CLOCK_SLOW_S = 0.5, 16.0
_CLOCK_DARK, _CLOCK_BRIGHT = 40.0, 215.0


@dataclasses.dataclass(frozen=True)
class Dance:
    """What to film.

    Args:
        seed: of all that is random.
        style: abrupt, soft or mixed.
        duration_s: length.
        fps: frames a second; 29.97 and the like may be uneven fractions.
        size: width and height, even numbers of pixels.
        dancers: how many.
        pan: how far the camera moves, pixels at a height of 180.
        cuts: how many times the camera stands elsewhere all of a sudden.
        noise: of the sensor, standard deviation (of 255).
        variable_rate: frames come at uneven times, and some are missing.
        rotation: degrees counter-clockwise, as a display matrix.
        clock: shows the time as the brightness of three patches, and no dancers (see clock_time()).
        beats_s: the beats; None draws them from the seed.
    """

    seed: int
    style: str = "mixed"
    duration_s: float = 12.0
    fps: float = 30.0
    size: tuple[int, int] = (320, 180)
    dancers: int = 1
    pan: float = 0.0
    cuts: int = 0
    noise: float = 2.0
    variable_rate: bool = False
    rotation: int = 0
    clock: bool = False
    beats_s: tuple[float, ...] | None = None


def drawn(seed: int, **pinned: object) -> Dance:
    """Draw a film's circumstances from a seed; ``pinned`` fields replace what was drawn."""
    rng = np.random.default_rng([seed, 17])
    dance = Dance(
        seed=seed,
        style=("abrupt", "soft", "mixed", "mixed")[seed % 4],
        fps=float(rng.choice([24, 25, 30_000 / 1001, 30, 50, 60])),
        dancers=int(rng.choice([1, 1, 2, 3])),
        pan=float(rng.choice([0, 8, 25])),
        cuts=int(rng.choice([0, 0, 1, 2])),
        noise=float(rng.uniform(0.5, 5)),
        variable_rate=bool(rng.random() < 0.25),
    )
    return dataclasses.replace(dance, **pinned)  # type: ignore[arg-type]


def beats_of(dance: Dance) -> Floats:
    """Return the true beats: a steady tempo that wanders a little, human error, now and then a rest."""
    if dance.beats_s is not None:
        return np.array(dance.beats_s)
    rng = np.random.default_rng([dance.seed, 3])
    beat_s = 60 / rng.uniform(78, 150)
    at_s, found = float(rng.uniform(0.35, 1.0)), []
    while at_s < dance.duration_s - 0.35:
        found.append(at_s + rng.normal(0, _HUMAN_S))
        wander = 1 + 0.02 * np.sin(at_s * 0.7 + dance.seed)
        at_s += beat_s * wander * (2 if rng.random() < 0.07 else 1)
    return np.array(found)


def abrupt_of(dance: Dance) -> npt.NDArray[np.bool_]:
    """Tell of each beat whether it is abrupt."""
    return _kinds(dance.style, beats_of(dance).size, np.random.default_rng([dance.seed, 11]))


def write_dance(path: Path, dance: Dance, sound: Samples | None = None, rate: int = 48_000) -> Floats:
    """Film a dance; return its true beats, seconds."""
    beats = beats_of(dance)
    stage = _Stage(dance, beats)
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=Fraction(dance.fps).limit_denominator(1001))
        picture.width, picture.height = dance.size
        picture.pix_fmt = "yuv420p"
        picture.codec_context.time_base = Fraction(1, 90_000)
        picture.options = {"preset": "superfast", "crf": "23"}
        if dance.rotation:
            picture.set_display_rotation(dance.rotation)
        track = None
        if sound is not None:
            track = container.add_stream("aac", rate=rate, options={"aac_coder": "fast"})
            track.layout = "mono" if sound.shape[0] == 1 else "stereo"
        for at_s in _frame_times(dance):
            frame = av.VideoFrame.from_ndarray(stage.picture(float(at_s)), format="bgr24")
            frame.time_base, frame.pts = Fraction(1, 90_000), round(at_s * 90_000)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if track is not None and sound is not None:
            write_sound(container, track, sound, rate)
    return beats


def clock_time(luma: npt.NDArray[np.uint8]) -> float:
    """Read the time off a picture of a film made with ``clock``; blended pictures show the time between theirs."""
    height, width = luma.shape
    bright = (luma.astype(np.float64) - 16) * 255 / 219  # video levels: black is 16, white 235
    third = width // 3
    hands = [
        bright[height // 4 : height * 3 // 4, left + third // 4 : left + third * 3 // 4].mean()
        for left in (0, third, 2 * third)
    ]
    slow, fast, quarter_on = ((level - _CLOCK_DARK) / (_CLOCK_BRIGHT - _CLOCK_DARK) for level in hands)
    near = slow * CLOCK_SLOW_S + np.arange(-0.15, 0.15, 0.0005)
    off = (_hand(near) - fast) ** 2 + (_hand(near + CLOCK_S / 4) - quarter_on) ** 2
    return float(near[int(np.argmin(off))])


def _hand(at_s: Floats | float) -> Floats:
    """Return where the clock's fast hand is, 0..1."""
    phase = np.asarray(at_s) / (CLOCK_S / 2) % 2
    return np.asarray(np.where(phase <= 1, phase, 2 - phase))


def _frame_times(dance: Dance) -> Floats:
    times = np.arange(round(dance.duration_s * dance.fps)) / dance.fps
    if dance.variable_rate:
        rng = np.random.default_rng([dance.seed, 5])
        times[1:] += rng.uniform(-0.3, 0.3, times.size - 1) / dance.fps
        times = times[(rng.random(times.size) > 0.06) | (np.arange(times.size) == 0)]
    return times


class _Stage:
    """Draws the pictures of a dance."""

    def __init__(self, dance: Dance, beats: Floats) -> None:
        self._dance = dance
        rng = np.random.default_rng([dance.seed, 11])
        kinds = _kinds(dance.style, beats.size, rng)
        self._bodies = [_Body(dance, beats, kinds, rng, number) for number in range(dance.dancers)]
        self._noise = np.random.default_rng([dance.seed, 13])
        self._scale = dance.size[1] / 180
        edges = np.sort(rng.uniform(1.0, max(1.1, dance.duration_s - 1), dance.cuts))
        self._cuts = edges
        self._shots = [_Shot(dance, rng, number) for number in range(dance.cuts + 1)]
        self._pan = rng.uniform(0.3, 0.9, 2), rng.uniform(0, 6.3, 2), rng.normal(0, 0.4, (64, 2))

    def picture(self, at_s: float) -> npt.NDArray[np.uint8]:
        dance = self._dance
        if dance.clock:
            return self._clock(at_s)
        shot = self._shots[int(np.searchsorted(self._cuts, at_s, side="right"))]
        camera = self._camera(at_s)
        image = shot.background(camera)
        for body in self._bodies:
            body.draw(image, at_s, shot, camera, self._scale)
        if dance.noise:
            grain = self._noise.normal(0, dance.noise, image.shape[:2]).astype(np.float32)
            image = np.clip(image + grain[:, :, None], 0, 255).astype(np.uint8)
        return image

    def _camera(self, at_s: float) -> Floats:
        rates, phases, shake = self._pan
        swing = self._dance.pan * self._scale * np.sin(2 * np.pi * rates / 4 * at_s + phases)
        place = at_s * 4 % 63
        low = int(place)
        part = 0.5 - 0.5 * np.cos(np.pi * (place - low))
        hand = (shake[low] * (1 - part) + shake[low + 1] * part) * self._scale * (2 if self._dance.pan else 0)
        return np.asarray(swing * [1, 0.3] + hand)

    def _clock(self, at_s: float) -> npt.NDArray[np.uint8]:
        width, height = self._dance.size
        image = np.full((height, width, 3), 90, np.uint8)
        third = width // 3
        hands = (at_s / CLOCK_SLOW_S, float(_hand(at_s)), float(_hand(at_s + CLOCK_S / 4)))
        for number, level in enumerate(hands):
            shade = round(_CLOCK_DARK + (_CLOCK_BRIGHT - _CLOCK_DARK) * level)
            image[:, number * third : (number + 1) * third] = shade
        return image


class _Shot:
    """One place of the camera: its own wall, distance and side."""

    def __init__(self, dance: Dance, rng: np.random.Generator, number: int) -> None:
        width, height = dance.size
        self.zoom = float(rng.uniform(0.85, 1.2)) if number else 1.0
        self.mirror = bool(rng.integers(2)) if number else False
        self.shift = rng.normal(0, 8, 2) if number else np.zeros(2)
        room = np.array(rng.uniform(60, 200, 3))
        margin = round(height * 0.4)
        self._margin, self._size = margin, (width, height)
        wall = np.empty((height + 2 * margin, width + 2 * margin, 3), np.float32)
        coarse = cv2.resize(
            rng.normal(0, 1, (9, 14)).astype(np.float32), wall.shape[1::-1], interpolation=cv2.INTER_CUBIC
        )
        fine = cv2.GaussianBlur(rng.normal(0, 1, wall.shape[:2]).astype(np.float32), (0, 0), 1.5)
        wall[:] = room + 18 * coarse[:, :, None] + 22 * fine[:, :, None]
        for _ in range(8):
            left, top = int(rng.integers(wall.shape[1])), int(rng.integers(wall.shape[0]))
            wide, high = int(rng.integers(8, width // 4)), int(rng.integers(8, height // 3))
            cv2.rectangle(wall, (left, top), (left + wide, top + high), (room + rng.normal(0, 35, 3)).tolist(), -1)
        self._wall = np.clip(wall, 0, 255).astype(np.uint8)

    def background(self, camera: Floats) -> npt.NDArray[np.uint8]:
        move = np.array([[1, 0, camera[0] - self._margin], [0, 1, camera[1] - self._margin]], np.float32)
        return cv2.warpAffine(self._wall, move, self._size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def _kinds(style: str, count: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Say of each beat whether it is abrupt."""
    share = {"abrupt": 1.0, "soft": 0.0, "mixed": 0.5}[style]
    return rng.random(count) < share


class _Body:
    """One figure: its joints' angles over time, and how they look."""

    def __init__(
        self, dance: Dance, beats: Floats, abrupt: npt.NDArray[np.bool_], rng: np.random.Generator, number: int
    ) -> None:
        count = dance.dancers
        own = beats + (rng.normal(0, _GROUP_S, beats.size) if count > 1 else 0)
        danced = rng.random(beats.size) > (0.1 if count > 1 else 0.0)
        progress = _progress(own[danced], abrupt[danced], dance.duration_s, rng)
        self._path = _poses(int(danced.sum()) + 2, rng)
        self._progress = progress
        width, height = dance.size
        self._place = np.array([width * (number + 1) / (count + 1), height * 0.60])
        self._tall = height * float(rng.uniform(0.62, 0.8)) / (1 + 0.12 * (count - 1))
        self._colours = rng.uniform(10, 245, (4, 3))
        self._sway = rng.uniform(0.15, 0.5), rng.uniform(0, 6.3), rng.uniform(0.004, 0.012)

    def joints(self, at_s: float) -> Floats:
        index = min(at_s * _FINE_HZ, self._progress.size - 1.001)
        low = int(index)
        along = self._progress[low] + (index - low) * (self._progress[low + 1] - self._progress[low])
        pose = min(int(along), len(self._path) - 2)
        return np.asarray(self._path[pose] + (along - pose) * (self._path[pose + 1] - self._path[pose]))

    def draw(self, image: npt.NDArray[np.uint8], at_s: float, shot: _Shot, camera: Floats, scale: float) -> None:
        joints = self.joints(at_s)
        tall = self._tall * shot.zoom
        rate, phase, reach = self._sway
        drift = (
            np.array([np.sin(2 * np.pi * rate * at_s + phase), 0.3 * np.cos(2 * np.pi * rate * at_s)]) * reach * tall
        )
        hip = self._place + camera + shot.shift * scale + drift + np.array([joints[9], joints[10]]) * tall
        side = -1 if shot.mirror else 1

        def reached(start: Floats, angle: float, length: float) -> Floats:
            return start + length * tall * np.array([side * np.sin(angle), np.cos(angle)])

        lean = joints[0]
        neck = reached(hip, np.pi + lean, 0.30)
        body, arms, legs, skin = self._colours
        for number, way in ((0, 1), (1, -1)):
            knee = reached(hip, joints[5 + number] + 0.08 * way, 0.24)
            foot = reached(knee, joints[5 + number] - joints[7 + number], 0.24)
            self._limb(image, (hip, knee, foot), legs, 0.055 * tall)
        self._limb(image, (hip, neck), body, 0.13 * tall)
        for number, way in ((0, 1), (1, -1)):
            angle = joints[1 + number] + way * 0.7
            elbow = reached(neck, angle, 0.17)
            hand = reached(elbow, angle + joints[3 + number], 0.17)
            self._limb(image, (neck, elbow, hand), arms, 0.05 * tall)
        head = reached(neck, np.pi + lean, 0.09)
        cv2.circle(image, _fixed(head), round(0.065 * tall * 16), skin.tolist(), -1, cv2.LINE_AA, 4)

    @staticmethod
    def _limb(image: npt.NDArray[np.uint8], points: tuple[Floats, ...], colour: Floats, width: float) -> None:
        line = np.array([_fixed(point) for point in points], np.int32).reshape(-1, 1, 2)
        cv2.polylines(image, [line], False, colour.tolist(), max(2, round(width)), cv2.LINE_AA, 4)


def _fixed(point: Floats) -> tuple[int, int]:
    """Turn a point into OpenCV's sixteenths of a pixel."""
    return round(float(point[0]) * 16), round(float(point[1]) * 16)


def _poses(count: int, rng: np.random.Generator) -> list[Floats]:
    """Draw a pose for each beat; arms always move on, other joints only now and then."""
    path = [_REST.copy()]
    for _ in range(count - 1):
        pose = path[-1].copy()
        moves = rng.random(_REST.size) < 0.6
        moves[1 + int(rng.integers(2))] = True
        drawn_pose = _REST + _REACH * rng.uniform(-1, 1, _REST.size)
        pose[moves] = drawn_pose[moves]
        for arm in (1, 2):  # a beat that nobody could see is none
            if moves[arm] and abs(pose[arm] - path[-1][arm]) < 0.5:
                pose[arm] = path[-1][arm] + (0.8 if path[-1][arm] < _REST[arm] else -0.8)
        path.append(pose)
    return path


def _progress(beats: Floats, abrupt: npt.NDArray[np.bool_], duration_s: float, rng: np.random.Generator) -> Floats:
    """Return how many poses have been passed, at every millisecond; a whole number exactly at each beat."""
    count = round(duration_s * _FINE_HZ) + 2
    at = np.arange(count) / _FINE_HZ
    stops = rng.uniform(0.015, 0.06, beats.size + 1)  # how long a stop takes
    ends = np.append(beats + np.where(abrupt, stops[:-1] / 2, 0), duration_s + 0.6)
    soft_end = np.append(~abrupt, True)
    done = np.zeros(count)
    begin, soft_begin = max(0.0, ends[0] - float(rng.uniform(0.3, 0.6))), False
    for number, end in enumerate(ends):
        inside = (at >= begin) & (at < end)
        moment, length = at[inside] - begin, end - begin
        held = 0.0 if soft_begin or not number else float(rng.uniform(0.12, 0.35)) * length
        rise = float(rng.uniform(0.35, 0.5)) * length
        after = np.clip((moment - held) / rise, 0, 1)
        speed = np.sin(np.pi / 2 * after) if soft_begin else 0.5 - 0.5 * np.cos(np.pi * after)
        if soft_end[number]:
            speed *= np.sin(np.pi / 2 * np.clip((length - moment) / (float(rng.uniform(0.35, 0.5)) * length), 0, 1))
        else:
            speed *= np.clip((length - moment) / stops[number], 0, 1)
        travelled = np.cumsum(speed)
        done[inside] = number + travelled / max(travelled[-1] if travelled.size else 1.0, 1e-9)
        done[at >= end] = number + 1
        begin, soft_begin = end, bool(soft_end[number])
    return done
