"""Stacks: sheets over one another, of which only what is seen is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import skia

from actors.text_to_video.procedural.world.camera import Travel, View
from actors.text_to_video.procedural.world.plate import Layer, Plate
from actors.text_to_video.procedural.world.sheets import Lying, Sheet


class Stack:
    """Layers as sheets, neighbours that move alike as one.

    Args:
        layers: from the furthest to the nearest.
        plate: where they are drawn.
        travel: where the camera goes.
        shadow: darkness of the shadow that a layer throws on what lies behind it, 0 for none (paper style).
    """

    def __init__(self, layers: Sequence[Layer], plate: Plate, travel: Travel, shadow: float) -> None:
        self._width, self._height = plate.width, plate.height
        self.sheets = [Sheet(group, plate, travel, shadow) for group in _grouped(layers, travel)]
        # What an unmoved sheet hides need not be drawn behind it: a wall leaves its windows.
        seen = skia.Rect(-plate.width, -plate.height, 2 * plate.width, 2 * plate.height)
        for sheet in reversed(self.sheets):
            sheet.seen = seen.makeOffset(0, 0)
            if sheet.open_to is not None and not seen.intersect(sheet.open_to):
                seen = skia.Rect.MakeEmpty()

    def draw(self, canvas: skia.Canvas, view: View, t_s: float, pace: float) -> None:
        """Lay the sheets over what is already drawn.

        Args:
            canvas: of the picture.
            view: where the camera is.
            t_s: the time.
            pace: as for :meth:`Sheet.lying`.
        """
        lying = [sheet.lying(view, t_s, pace) for sheet in self.sheets]
        for sheet, lies, (top, bottom) in zip(self.sheets, lying, self._left_open(lying), strict=True):
            if top < bottom:
                saved = canvas.save()
                canvas.clipRect(skia.Rect(0, top, self._width, bottom))
                sheet.draw(canvas, lies, t_s)
                canvas.restoreToCount(saved)

    def _left_open(self, lying: Sequence[Lying]) -> list[tuple[int, int]]:
        """Return of each sheet between which rows something nearer leaves it open.

        Land reaches down to the picture's edge, a roof of leaves up to it: from the nearest sheet on, less and less is
        left to what is behind.
        """
        found, top, bottom = [], 0, self._height
        for sheet, lies in zip(reversed(self.sheets), reversed(lying), strict=True):
            found.append((top, bottom))
            first, after = sheet.hides(lies)
            if first < bottom <= after:
                bottom = first
            elif first <= top < after:
                top = after
        return found[::-1]


def _grouped(layers: Sequence[Layer], travel: Travel) -> list[list[Layer]]:
    groups: list[list[Layer]] = []
    for layer in layers:
        before = groups[-1][-1] if groups else None
        if before and before.live is None and layer.paint is not None and _alike(before, layer, travel):
            groups[-1].append(layer)
        else:
            groups.append([layer])
    return groups


def _alike(one: Layer, other: Layer, travel: Travel) -> bool:
    if one.paint is None or one.sway or other.sway or one.soft != other.soft:
        return False
    alike = (one.depth, one.drift) == (other.depth, other.drift)
    return alike or (travel.rests and not one.drift and not other.drift)
