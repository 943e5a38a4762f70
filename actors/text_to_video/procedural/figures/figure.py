"""One figure: a drawing that has a size, a place where it belongs and a speed."""

from __future__ import annotations

from typing import Any, Literal, Protocol, runtime_checkable

from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.tones import tones_under
from actors.text_to_video.procedural.scene import Light

Ground = Literal["ground", "air", "water"]


class Drawing(Protocol):
    """What each family of subjects provides: a figure at its own size, in metres, lowest point at (0, 0), facing right.

    ``height_m`` and ``width_m`` are those of the figure at rest; a leap or a raised arm may reach beyond.
    """

    height_m: float
    width_m: float
    ground: Ground
    speed_m_s: float

    def paint(self, pen: Pen, t_s: float) -> None:
        """Draw the moment t_s."""


@runtime_checkable
class Handed(Protocol):
    """What has a hand that can hold a string."""

    def hand(self, t_s: float) -> tuple[float, float]:
        """Where the hand is, metres from the figure's foot."""


class Figure:
    """A figure that can be placed in a scene.

    Args:
        drawing: what it looks like and how it moves.
        size: scale of the whole, 1 is the subject's own.
        phase_s: added to the time, so that members of a group are not in step.
    """

    def __init__(self, drawing: Drawing, size: float, phase_s: float) -> None:
        self._drawing = drawing
        self._size = size
        self._phase_s = phase_s
        #: Own height, metres.
        self.height_m = drawing.height_m * size
        #: Own width, metres.
        self.width_m = drawing.width_m * size
        #: Where it belongs, given its subject and action.
        self.ground: Ground = drawing.ground
        #: How fast its action carries it over the ground, metres a second to the right; 0 in place.
        self.speed_m_s = drawing.speed_m_s * size

    def draw(self, canvas: Any, t_s: float, light: Light) -> None:
        """Draw the figure at a moment, its lowest point at (0, 0), y downwards, facing right.

        Args:
            canvas: skia canvas, scaled to metres.
            t_s: time since the beginning, seconds.
            light: the light of the scene.
        """
        matrix = canvas.getTotalMatrix()
        tones = tones_under(light, matrix.getScaleX() < 0)
        canvas.save()
        canvas.scale(self._size, self._size)
        self._drawing.paint(Pen(canvas, tones), t_s + self._phase_s)
        canvas.restore()

    def hand(self, t_s: float) -> tuple[float, float]:
        """Where a string ends that the figure holds, metres from its foot, facing right."""
        if isinstance(self._drawing, Handed):
            x, y = self._drawing.hand(t_s + self._phase_s)
            return x * self._size, y * self._size
        return 0.3 * self.width_m, -0.5 * self.height_m
