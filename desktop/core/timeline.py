"""A draft's timeline while it is edited: tracks of segments, moved and trimmed without ever overlapping, with undo.

The document is that of ``/v1/drafts`` and stays one at every moment; what the editor does not know of it (effects,
keyframes) is kept untouched. Times are seconds, rounded to the microsecond, the editors' own unit.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.i18n import N_, tr

Document = dict[str, Any]

TRACK_TYPES = (N_("video"), N_("image"), N_("audio"), N_("text"), N_("subtitle"))
#: Types whose segments come out of a file or an address.
MEDIA_TYPES = frozenset({"video", "image", "audio"})
#: Types that play a piece of something that lasts.
PLAYED_TYPES = frozenset({"video", "audio"})
#: A new segment lasts so long until somebody says otherwise.
NEW_S = 5.0
KEPT_STEPS = 200


@dataclass(frozen=True)
class Place:
    """A segment, by the numbers of its track and of itself."""

    track: int
    segment: int


class Timeline:
    """A document with the operations of an editor; each is one step of undo.

    Args:
        document: as the server gave it; None for a new one.
    """

    def __init__(self, document: Document | None = None) -> None:
        self.document: Document = copy.deepcopy(document) if document else new_document()
        self._saved = copy.deepcopy(self.document)
        self._before: list[Document] = []
        self._after: list[Document] = []

    # --- looking ---------------------------------------------------------------------------------------

    @property
    def tracks(self) -> list[Document]:
        """The tracks; later ones lie over earlier ones."""
        tracks: list[Document] = self.document["tracks"]
        return tracks

    @property
    def frame_s(self) -> float:
        """Length of one frame, seconds."""
        return 1.0 / float((self.document.get("canvas") or {}).get("fps") or 30.0)

    @property
    def end_s(self) -> float:
        """Where the last segment ends, seconds."""
        return max((end_s(segment) for _, segment in self.segments()), default=0.0)

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.document != self._saved

    def segments(self) -> Iterator[tuple[Place, Document]]:
        """Yield every segment with its place."""
        for number, track in enumerate(self.tracks):
            for index, segment in enumerate(track.get("segments", [])):
                yield Place(number, index), segment

    def segment(self, place: Place) -> Document:
        """Return a segment.

        Raises:
            IndexError: there is none.
        """
        found: Document = self.tracks[place.track]["segments"][place.segment]
        return found

    def type_of(self, place: Place) -> str:
        """Return the type of a segment's track."""
        return str(self.tracks[place.track]["type"])

    def edges_s(self, but: Place | None = None) -> list[float]:
        """Return the times at which segments begin and end, for others to snap to."""
        times = {0.0}
        for place, segment in self.segments():
            if place != but:
                times |= {float(segment["start_s"]), end_s(segment)}
        return sorted(times)

    def faults(self) -> list[tuple[Place | None, str]]:
        """Return what the server would refuse, with the place where it is."""
        found: list[tuple[Place | None, str]] = []
        if not str(self.document.get("name", "")).strip():
            found.append((None, tr("Give the draft a name.")))
        if not self.tracks:
            found.append((None, tr("Add a track.")))
        for number, track in enumerate(self.tracks):
            if not track.get("segments") and not track.get("srt"):
                found.append(
                    (None, tr("Track {number} is empty: add something to it, or remove it.", number=number + 1))
                )
        for place, segment in self.segments():
            kind = self.type_of(place)
            if kind in MEDIA_TYPES and not segment.get("source"):
                found.append((place, tr("Choose a file or an address.")))
            elif kind not in MEDIA_TYPES and not str(segment.get("text", "")).strip():
                found.append((place, tr("Type a text.")))
        return found

    # --- changing --------------------------------------------------------------------------------------

    def rename(self, name: str) -> None:
        """Give the draft another name."""
        if name != self.document.get("name"):
            self._step()
            self.document["name"] = name

    def set_canvas(self, width: int, height: int, fps: float) -> None:
        """Change the picture that is made: pixels and frames a second."""
        self._step()
        self.document["canvas"] = {"width": width, "height": height, "fps": fps}

    def add_track(self, kind: str) -> int:
        """Put a new track over all others and return its number."""
        self._step()
        self.tracks.append({"type": kind, "name": "", "segments": []})
        return len(self.tracks) - 1

    def remove_track(self, number: int) -> None:
        """Remove a track with all that is on it."""
        self._step()
        del self.tracks[number]

    def move_track(self, number: int, to: int) -> None:
        """Put a track at another place among the others."""
        to = max(0, min(to, len(self.tracks) - 1))
        if to != number:
            self._step()
            self.tracks.insert(to, self.tracks.pop(number))

    def add(self, track: int, start_s: float | None = None, **fields: Any) -> Place:
        """Put a new segment onto a track and return its place.

        Args:
            track: the track's number.
            start_s: when it begins; None: after the last one.
            fields: what differs from a segment of its type, such as ``source`` or ``text``.
        """
        self._step()
        kind = self.tracks[track]["type"]
        segment: Document = {"source": ""} if kind in MEDIA_TYPES else {"text": tr("Text")}
        segment |= {"start_s": 0.0, "duration_s": NEW_S, **fields}
        last = max((end_s(other) for other in self.tracks[track]["segments"]), default=0.0)
        return self._put(track, segment, last if start_s is None else start_s)

    def remove(self, places: Iterable[Place]) -> None:
        """Remove segments; what comes after them stays where it is."""
        doomed = sorted(set(places), key=lambda place: (place.track, place.segment), reverse=True)
        if doomed:
            self._step()
        for place in doomed:
            del self.tracks[place.track]["segments"][place.segment]

    def move(self, place: Place, start_s: float, track: int | None = None) -> Place:
        """Move a segment in time, or to another track of its type; what is in the way moves on.

        Returns:
            its new place.
        """
        to = place.track if track is None or self.tracks[track]["type"] != self.type_of(place) else track
        segment = self.segment(place)
        if to == place.track and exact(start_s) == segment["start_s"]:
            return place
        self._step()
        segment = self.tracks[place.track]["segments"].pop(place.segment)
        return self._put(to, segment, start_s)

    def trim(self, place: Place, *, start_s: float | None = None, end: float | None = None) -> None:
        """Let a segment begin or end at another time; it never reaches into its neighbours.

        What plays a file begins as much later in the file.
        """
        segment = self.segment(place)
        before, after = self._neighbours(place)
        speed = float(segment.get("speed", 1.0))
        if start_s is not None:
            earliest = before
            if self.type_of(place) in PLAYED_TYPES:
                earliest = max(earliest, segment["start_s"] - float(segment.get("source_start_s", 0.0)) / speed)
            at_s = exact(min(max(start_s, earliest), end_s(segment) - self.frame_s))
            moved_s = at_s - segment["start_s"]
            if moved_s == 0:
                return
            self._step()
            segment["duration_s"] = exact(segment["duration_s"] - moved_s)
            segment["start_s"] = at_s
            if self.type_of(place) in PLAYED_TYPES:
                segment["source_start_s"] = exact(max(0.0, segment.get("source_start_s", 0.0) + moved_s * speed))
        if end is not None:
            at_s = exact(max(min(end, after), segment["start_s"] + self.frame_s))
            if at_s != end_s(segment):
                self._step()
                segment["duration_s"] = exact(at_s - segment["start_s"])

    def change(self, place: Place, **fields: Any) -> Place:
        """Change what a segment is; a longer one pushes what comes after it.

        Args:
            place: which.
            fields: new values; None takes a value away, so that the server's default holds.

        Returns:
            its place, another one if it now begins after a neighbour.
        """
        segment = self.segment(place)
        if all(segment.get(name) == value for name, value in fields.items()):
            return place
        self._step()
        for name, value in fields.items():
            if value is None:
                segment.pop(name, None)
            else:
                segment[name] = value
        if "start_s" in fields or "duration_s" in fields:
            taken = self.tracks[place.track]["segments"].pop(place.segment)
            return self._put(place.track, taken, taken["start_s"])
        return place

    def close_gaps(self, track: int) -> None:
        """Let every segment of a track begin where the one before it ends."""
        self._step()
        at_s = 0.0
        for segment in self.tracks[track]["segments"]:
            segment["start_s"] = exact(at_s)
            at_s = end_s(segment)

    # --- undo ------------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Take the last step back; return whether there was one."""
        return self._swap(self._before, self._after)

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._swap(self._after, self._before)

    def saved(self) -> None:
        """Note that what is here is what the server has."""
        self._saved = copy.deepcopy(self.document)

    def _step(self) -> None:
        self._before.append(copy.deepcopy(self.document))
        del self._before[:-KEPT_STEPS]
        self._after.clear()

    def _swap(self, out_of: list[Document], into: list[Document]) -> bool:
        if not out_of:
            return False
        into.append(self.document)
        self.document = out_of.pop()
        return True

    # --- places ----------------------------------------------------------------------------------------

    def _put(self, track: int, segment: Document, start_s: float) -> Place:
        """Put a segment among those of a track: before the first whose middle it does not reach."""
        segments = self.tracks[track]["segments"]
        start_s = exact(max(0.0, start_s))
        index = len(segments)
        for number, other in enumerate(segments):
            if start_s < other["start_s"] + other["duration_s"] / 2:
                index = number
                break
        if index and start_s < end_s(segments[index - 1]):
            start_s = end_s(segments[index - 1])
        segment["start_s"] = start_s
        segments.insert(index, segment)
        for earlier, later in zip(segments[index:], segments[index + 1 :], strict=False):
            if later["start_s"] >= end_s(earlier):
                break
            later["start_s"] = end_s(earlier)
        return Place(track, index)

    def _neighbours(self, place: Place) -> tuple[float, float]:
        """Return when the one before ends and when the one after begins, seconds."""
        segments = self.tracks[place.track]["segments"]
        before = end_s(segments[place.segment - 1]) if place.segment else 0.0
        after = segments[place.segment + 1]["start_s"] if place.segment + 1 < len(segments) else float("inf")
        return before, after


def new_document(name: str = "") -> Document:
    """Return a draft with nothing on it."""
    return {"name": name, "canvas": {"width": 1920, "height": 1080, "fps": 30}, "tracks": []}


def end_s(segment: Document) -> float:
    """Return when a segment ends, seconds."""
    return exact(float(segment["start_s"]) + float(segment["duration_s"]))


def exact(seconds: float) -> float:
    """Return seconds at a whole microsecond."""
    return round(seconds, 6)


def snapped(time_s: float, edges_s: Iterable[float], reach_s: float) -> float:
    """Return the nearest of the edges within reach, else the time itself."""
    nearest = min(edges_s, key=lambda edge: abs(edge - time_s), default=time_s)
    return nearest if abs(nearest - time_s) <= reach_s else time_s


def clock(time_s: float) -> str:
    """Return a time as editors write it: ``1:02.50``."""
    minutes, seconds = divmod(round(max(0.0, time_s), 2), 60)
    return f"{int(minutes)}:{seconds:05.2f}"
