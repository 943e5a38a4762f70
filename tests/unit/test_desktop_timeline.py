"""Editing a timeline: nothing overlaps, nothing unknown is lost, every step can be taken back."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from backend.drafts import parse
from desktop.core.timeline import Place, Timeline, clock, end_s, snapped

ADDRESS = "https://example.org/clip.mp4"


def edited(*durations_s: float) -> Timeline:
    """A video track with segments one after the other."""
    timeline = Timeline()
    timeline.rename("Film")
    timeline.add_track("video")
    for duration_s in durations_s:
        timeline.add(0, source=ADDRESS, duration_s=duration_s)
    return timeline


def times(timeline: Timeline, track: int = 0) -> list[tuple[float, float]]:
    return [(segment["start_s"], end_s(segment)) for segment in timeline.tracks[track]["segments"]]


def test_new_segments_follow_one_another() -> None:
    assert times(edited(2, 3)) == [(0, 2), (2, 5)]


def test_a_segment_dropped_onto_another_pushes_it_on() -> None:
    timeline = edited(2, 3, 1)
    assert timeline.move(Place(0, 2), 0.5) == Place(0, 0)
    assert times(timeline) == [(0.5, 1.5), (1.5, 3.5), (3.5, 6.5)]


def test_a_segment_dropped_behind_the_middle_of_another_follows_it() -> None:
    timeline = edited(2, 3)
    assert timeline.move(Place(0, 0), 4.0) == Place(0, 1)
    assert times(timeline) == [(2, 5), (5, 7)]


def test_a_segment_moves_only_to_a_track_of_its_type() -> None:
    timeline = edited(2)
    timeline.add_track("audio")
    timeline.add_track("video")
    assert timeline.move(Place(0, 0), 1.0, track=1) == Place(0, 0)
    assert timeline.move(Place(0, 0), 1.0, track=2) == Place(2, 0)


def test_trimming_the_beginning_begins_later_in_the_file() -> None:
    timeline = edited(4)
    timeline.change(Place(0, 0), speed=2.0)
    timeline.trim(Place(0, 0), start_s=1.5)
    segment = timeline.segment(Place(0, 0))
    assert (segment["start_s"], segment["duration_s"], segment["source_start_s"]) == (1.5, 2.5, 3.0)


def test_trimming_never_goes_before_the_file_or_into_a_neighbour() -> None:
    timeline = edited(2, 2)
    timeline.trim(Place(0, 1), start_s=0.0)
    timeline.trim(Place(0, 0), end=10.0)
    assert times(timeline) == [(0, 2), (2, 4)]


def test_a_segment_keeps_at_least_one_frame() -> None:
    timeline = edited(2)
    timeline.trim(Place(0, 0), end=-1)
    assert timeline.segment(Place(0, 0))["duration_s"] == pytest.approx(1 / 30, abs=1e-6)


def test_undo_and_redo_go_through_every_step() -> None:
    timeline = edited(2, 3)
    seen = times(timeline)
    timeline.remove([Place(0, 0)])
    assert timeline.undo()
    assert times(timeline) == seen
    assert timeline.redo()
    assert times(timeline) == [(2, 5)]
    while timeline.undo():
        pass
    assert timeline.document["tracks"] == []
    assert not timeline.changed


def test_what_the_editor_does_not_know_is_kept() -> None:
    document: dict[str, Any] = {
        "name": "x",
        "tracks": [
            {
                "type": "video",
                "mute": True,
                "segments": [{"source": ADDRESS, "start_s": 0, "duration_s": 2, "crop": {"left": 0.1}}],
            }
        ],
    }
    timeline = Timeline(document)
    timeline.move(Place(0, 0), 3)
    assert timeline.tracks[0]["mute"] is True
    assert timeline.segment(Place(0, 0))["crop"] == {"left": 0.1}
    assert document["tracks"][0]["segments"][0]["start_s"] == 0  # the caller's own stays as it was


def anything(timeline: Timeline, chance: random.Random) -> None:
    """Do something to it that an editor can do."""
    place = chance.choice([place for place, _ in timeline.segments()])
    at_s, other = chance.uniform(-1, 12), chance.randrange(len(timeline.tracks))
    filling = {"text": "T"} if timeline.type_of(place) == "text" else {"source": ADDRESS}
    chance.choice(
        [
            lambda: timeline.move(place, at_s, other),
            lambda: timeline.trim(place, start_s=at_s),
            lambda: timeline.trim(place, end=at_s),
            lambda: timeline.change(place, duration_s=chance.uniform(0.1, 5), opacity=chance.random()),
            lambda: timeline.add(place.track, at_s, **filling),
            lambda: timeline.undo() and timeline.redo(),
        ]
    )()


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_done_the_server_takes_the_document(seed: int) -> None:
    chance = random.Random(seed)
    timeline = edited(1.5, 2.25, 0.75)
    timeline.add_track("text")
    timeline.add(1, text="Hello")
    timeline.add_track("video")
    timeline.add(2, source=ADDRESS)
    for _ in range(40):
        anything(timeline, chance)
        for number in range(len(timeline.tracks)):
            spans = times(timeline, number)
            assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans)), spans
    for number, track in enumerate(timeline.tracks):
        if not track["segments"]:
            timeline.add(number, source=ADDRESS)
    assert timeline.faults() == []
    parse(timeline.document)  # the server's own reader; raises what it refuses


def test_what_the_server_would_refuse_is_said_with_its_place() -> None:
    timeline = Timeline()
    timeline.add_track("video")
    timeline.add_track("text")
    timeline.add(0)
    timeline.add(1, text=" ")
    timeline.add_track("audio")
    said = timeline.faults()
    assert [place for place, _ in said] == [None, None, Place(0, 0), Place(1, 0)]
    assert "Track 3" in said[1][1]


def test_a_time_snaps_to_the_nearest_edge_in_reach() -> None:
    assert snapped(1.04, [0, 1, 2], 0.05) == 1
    assert snapped(1.06, [0, 1, 2], 0.05) == 1.06


def test_times_read_as_editors_write_them() -> None:
    assert [clock(time_s) for time_s in (0, 59.999, 62.5, 3600)] == ["0:00.00", "1:00.00", "1:02.50", "60:00.00"]
