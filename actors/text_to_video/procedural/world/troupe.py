"""The figures on the stage: drawn in their places with what ties them to the ground."""

from __future__ import annotations

import skia

from actors.text_to_video.procedural.scene import Light
from actors.text_to_video.procedural.world.camera import View
from actors.text_to_video.procedural.world.colour import argb
from actors.text_to_video.procedural.world.composition import Company, Placed, where_at
from actors.text_to_video.procedural.world.plate import Plate, fill, line

#: Where a figure may be recorded: everywhere.
_BOUNDLESS = skia.Rect(-1e5, -1e5, 1e5, 1e5)


class Troupe:
    """All figures of a scene.

    Args:
        plate: the picture.
        company: where they are.
        light: what they are drawn in.
        glaze: 0..1, how much the ground mirrors them.
    """

    def __init__(self, plate: Plate, company: Company, light: Light, glaze: float) -> None:
        self._plate = plate
        self._company = company
        self._light = light
        self._glaze = glaze

    def draw(self, canvas: skia.Canvas, view: View, t_s: float) -> None:
        """Draw all of them at a time, as the camera sees them."""
        plate = self._plate
        for one in self._company.placed:
            x, y = where_at(plate, one, self._company.tracking, t_s)
            saved = canvas.save()
            if view.zoom != 1:
                canvas.translate(plate.width / 2, plate.floor * 0.86)
                canvas.scale(view.scale(one.depth), view.scale(one.depth))
                canvas.translate(-plate.width / 2, -plate.floor * 0.86)
            canvas.translate(x - view.x * one.depth + view.orbit * (1 - one.depth), y - view.y * one.depth)
            self._one(canvas, one, t_s)
            if one.held_by is not None:
                self._string(canvas, one, one.held_by, (x, y), t_s)
            canvas.restoreToCount(saved)

    def _one(self, canvas: skia.Canvas, one: Placed, t_s: float) -> None:
        if one.lives_in == "ground":
            self._shadow(canvas, one)
        if (one.lives_in == "ground" and self._glaze > 0.05) or one.lives_in in ("water", "afloat"):
            # Recorded: describing a figure costs a third of drawing it, and its mirror image is the same.
            recorder = skia.PictureRecorder()
            self._figure(recorder.beginRecording(_BOUNDLESS), one, t_s)
            picture = recorder.finishRecordingAsPicture()
            self._mirrored(canvas, one, picture)
            canvas.drawPicture(picture)
        else:
            self._figure(canvas, one, t_s)
        if one.lives_in in ("water", "afloat"):
            self._ripples(canvas, one, t_s)

    def _figure(self, canvas: skia.Canvas, one: Placed, t_s: float) -> None:
        turn = -1.0 if one.mirrored else 1.0
        canvas.save()
        canvas.scale(one.scale * turn, one.scale)
        light = self._light
        if one.mirrored:
            light = Light(light.key, light.ambient, light.shade, -light.from_left, light.height, light.glow)
        one.figure.draw(canvas, t_s, light)
        canvas.restore()

    def _string(self, canvas: skia.Canvas, kite: Placed, holder: Placed, foot: tuple[float, float], t_s: float) -> None:
        """The string from a kite, whose foot is the canvas' origin, to the hand that holds it; it sags a little."""
        x, y = where_at(self._plate, holder, self._company.tracking, t_s)
        hand = holder.figure.hand(t_s)
        turn = -1.0 if holder.mirrored else 1.0
        end_x = x + turn * hand[0] * holder.scale - foot[0]
        end_y = y + hand[1] * holder.scale - foot[1]
        top = -0.74 * kite.height
        path = skia.Path()
        path.moveTo(0, top)
        path.quadTo(end_x * 0.5, (top + end_y) * 0.5 + 0.05 * self._plate.unit, end_x, end_y)
        # Seen on the sky: light at night, dark by day.
        shade = 0.9 if self._plate.palette.night else 0.25
        canvas.drawPath(path, line(argb((shade, shade, shade), 0.75), max(1.0, 0.0026 * self._plate.unit)))

    def _shadow(self, canvas: skia.Canvas, one: Placed) -> None:
        wide, light = one.width * 0.5, self._light
        strength = 0.30 if self._plate.palette.mood.sun > 0.3 else 0.2
        high = 0.055 * min(one.height, one.width * 1.6) + 2
        lean = -light.from_left * wide * (1.2 - light.height) * 1.1
        colour = argb(light.shade, strength)
        canvas.drawOval(
            skia.Rect(-wide * 0.95 + min(0, lean), -high, wide * 0.95 + max(0, lean), high * 1.1), fill(colour)
        )
        canvas.drawOval(skia.Rect(-wide * 0.55, -high * 0.55, wide * 0.55, high * 0.6), fill(colour))

    def _mirrored(self, canvas: skia.Canvas, one: Placed, picture: skia.Picture) -> None:
        share = 0.16 * self._glaze if one.lives_in == "ground" else 0.22
        canvas.save()
        wide = one.width * 0.9
        canvas.saveLayerAlpha(skia.Rect(-wide, 0, wide, one.height * 0.75), int(255 * share))
        canvas.scale(1.0, -0.62)
        canvas.drawPicture(picture)
        canvas.restore()
        canvas.restore()

    def _ripples(self, canvas: skia.Canvas, one: Placed, t_s: float) -> None:
        """Rings of foam where something lies in the water."""
        wide = one.width * 0.58
        path = skia.Path()
        for ring in range(3):
            grown = (t_s * 0.45 + ring / 3 + one.at) % 1
            reach = wide * (0.8 + 0.5 * grown)
            path.addOval(skia.Rect(-reach, -reach * 0.075, reach, reach * 0.1))
        paint = skia.Paint(
            AntiAlias=True, Color=argb((1, 1, 1), 0.28), Style=skia.Paint.kStroke_Style,
            StrokeWidth=max(1.2, 0.003 * self._plate.unit),
        )  # fmt: skip
        canvas.drawPath(path, paint)
