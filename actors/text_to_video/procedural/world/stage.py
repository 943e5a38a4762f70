"""The stage: draws any picture of a scene."""

from __future__ import annotations

import numpy
import numpy.typing
import skia

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.figures.cast import cast
from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.camera import Camera, Travel, View
from actors.text_to_video.procedural.world.composition import company, staged
from actors.text_to_video.procedural.world.palette import palette
from actors.text_to_video.procedural.world.places import PLACES
from actors.text_to_video.procedural.world.plate import Layer, plate_for
from actors.text_to_video.procedural.world.stack import Stack
from actors.text_to_video.procedural.world.styles import style
from actors.text_to_video.procedural.world.troupe import Troupe
from actors.text_to_video.procedural.world.weather import weather

Pixels = numpy.typing.NDArray[numpy.uint8]


def check(scene: Scene) -> None:
    """Refuse a scene that names what cannot be drawn.

    Raises:
        ValueError: a name is not in the vocabulary.
    """
    for sort, name, names in (
        ("place", scene.place, vocabulary.PLACES),
        ("weather", scene.weather, vocabulary.WEATHERS),
        ("time of day", scene.time_of_day, vocabulary.TIMES_OF_DAY),
        ("camera", scene.camera, vocabulary.CAMERAS),
        ("style", scene.style, vocabulary.STYLES),
        ("accent", scene.accent, (None, *vocabulary.COLOURS)),
    ):
        if name not in names:
            raise ValueError(f"no such {sort}: {name!r}")
    for group in scene.groups:
        if group.subject not in vocabulary.SUBJECTS or group.action not in vocabulary.ACTIONS:
            raise ValueError(f"no such figure: {group.subject!r}, {group.action!r}")


class Stage:
    """Draws the pictures of a scene; the same picture is the same whenever it is drawn.

    Args:
        scene: what is seen.
        shot: the picture's size, rate and length.
    """

    #: How the bytes of a pixel are ordered.
    pixel_format = "bgra"

    def __init__(self, scene: Scene, shot: Shot) -> None:
        check(scene)
        self._shot = shot
        self._style = style(scene, shot)
        inner = self._style.canvas_shot
        place = PLACES[scene.place]
        colours = self._style.palette(place.light(palette(scene)))
        plate = plate_for(scene, inner, colours, place.horizon, place.floor)
        self._plate = plate
        self._camera = Camera(scene.camera, inner.width, inner.height, inner.duration_s, scene.seed)
        groups = staged(scene.groups)
        casts = [cast(group, scene.seed + 977 * order) for order, group in enumerate(groups)]
        self._company = company(plate, groups, casts, place.underfoot, scene.camera)
        glaze = max(colours.mood.wet * (0.0 if place.indoors else 1.0), place.glaze)
        self._troupe = Troupe(plate, self._company, colours.light(), glaze)
        air = weather(plate, place)
        layers = place.layers(plate)
        behind = [layer for layer in layers if layer.depth <= 1]
        front = [layer for layer in layers if layer.depth > 1]
        if place.indoors:
            split = next((index for index, layer in enumerate(behind) if layer.depth >= 0.3), 0)
            behind = [*behind[:split], *air.far, *air.near, *behind[split:]]
            stack: tuple[list[Layer], list[Layer]] = (behind, front)
        else:
            split = next((index for index, layer in enumerate(behind) if layer.depth >= 0.3), len(behind))
            # Of several veils only the nearest hides the figures.
            veils = [layer for layer in air.near if layer.soft][:-1]
            near = [layer for layer in air.near if layer not in veils]
            stack = ([*behind[:split], *air.far, *behind[split:], *veils], [*front, *near])
        travel = Travel([self._world(shot.time_s(number)) for number in range(shot.frames + 1)], shot.duration_s)
        self._behind, self._front = (Stack(part, plate, travel, self._style.shadow) for part in stack)
        self._canvas_pixels: Pixels | None = None
        if (inner.width, inner.height) != (shot.width, shot.height):
            self._canvas_pixels = numpy.zeros((inner.height, inner.width, 4), numpy.uint8)

    def draw(self, frame: int, pixels: Pixels) -> None:
        """Draw one picture.

        Args:
            frame: which, from 0.
            pixels: filled with it; shape (height, width, 4).
        """
        target = pixels if self._canvas_pixels is None else self._canvas_pixels
        height, width = target.shape[:2]
        info = skia.ImageInfo.Make(width, height, skia.ColorType.kBGRA_8888_ColorType, skia.AlphaType.kPremul_AlphaType)
        surface = skia.Surface.MakeRasterDirect(info, target)
        canvas = surface.getCanvas()
        t_s = self._shot.time_s(frame)
        view = self._camera.view(t_s)
        pace = self._pace(t_s)
        world = self._world(t_s)
        self._behind.draw(canvas, world, t_s, pace)
        self._troupe.draw(canvas, view, t_s)
        self._front.draw(canvas, world, t_s, pace)
        self._style.finish(frame, t_s, target, pixels)

    def _world(self, t_s: float) -> View:
        """Where the camera is before the world: it goes along with the figures."""
        view = self._camera.view(t_s)
        travelled = self._company.tracking * (t_s - self._shot.duration_s / 2)
        return View(view.x + travelled, view.y, view.zoom, view.orbit)

    def _pace(self, t_s: float) -> float:
        """How far the figures' depth moves until the next picture, pixels."""
        step = 1 / self._shot.fps
        here, there = self._camera.view(t_s), self._camera.view(t_s + step)
        moved = abs(there.x - here.x + self._company.tracking * step) + abs(there.y - here.y)
        return moved + (0.01 if there.orbit != here.orbit else 0.0)
