"""Save a draft: gather its media, hold them against the timeline, write the editors' files, pack all of it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Sequence

from actors.capcut_draft.content import content_of
from actors.capcut_draft.file_names import Names, safe_name
from actors.capcut_draft.index import meta_of, root_of
from actors.capcut_draft.material import Asset
from actors.capcut_draft.media import Medium, Problem, gather
from actors.capcut_draft.package import check_paths, write_zip
from actors.capcut_draft.places import Places
from actors.capcut_draft.probe import Probed, Unfit, needs, probe, source_span
from actors.capcut_draft.spec import CapcutDraftParameters, CapcutDraftResult, SavedMedium
from actors.context import JobContext
from actors.steps import steps
from backend.drafts import Timeline, parse
from backend.drafts.mentions import names_of
from backend.drafts.segments import AudioSegment, Segment, VideoSegment
from backend.drafts.times import Span, spans
from backend.errors import InvalidRequest, JobFailure, pointer_below

_GATHERED, _PROBED, _WRITTEN = 0.6, 0.75, 0.8
#: Problems that a failure lists.
_MAX_LISTED = 100


def run(params: CapcutDraftParameters, job: JobContext) -> CapcutDraftResult:
    """Do one job: see the steps."""
    timeline = _timeline(job)

    # 1. Gather the media, read what they are, and hold both against the timeline: all problems in one failure.
    media, problems = gather(timeline, job, lambda done, what: job.progress(_GATHERED * done, "gathering media", what))
    probed, unfit = _probed(media, job)
    problems += unfit
    played_us, short = _compared(timeline, media, probed)
    problems += short
    if problems:
        raise _failure(problems)

    # 2. Write the editors' files.
    places = Places(params.draft_folder, safe_name(params.draft_id), params.system)
    assets = _assets(media, probed, played_us, places)
    documents = _documents(timeline, assets, places, params)
    check_paths(documents, list(assets.values()), places)
    job.progress(_WRITTEN, "writing", f"{len(timeline.tracks)} tracks, {len(assets)} media")

    # 3. Pack it all.
    total_bytes = sum(medium.bytes for medium in media)
    packing = steps(job, _WRITTEN, 1.0, "packing", "packing the media")
    write_zip(
        job.artifact("draft.zip", "application/zip"),
        places.folder,
        documents,
        list(assets.values()),
        lambda written: packing(written / max(total_bytes, 1)),
    )
    job.progress(1.0, "done", f"{len(assets)} media, {total_bytes / 1e6:.1f} MB")
    return _result(params, job, timeline, list(assets.values()))


def _timeline(job: JobContext) -> Timeline:
    try:
        return parse(json.loads(job.attachment("draft").read_text(encoding="utf-8")))
    except (InvalidRequest, ValueError) as error:
        raise JobFailure(
            "invalid_draft", f"The draft can't be saved: {error} Put it right and save it again."
        ) from error


def _probed(media: Sequence[Medium], job: JobContext) -> tuple[dict[tuple[str, str], Probed], list[Problem]]:
    found: dict[tuple[str, str], Probed] = {}
    problems: list[Problem] = []
    report = steps(job, _GATHERED, _PROBED, "probing", "looking at the media")
    total_bytes = sum(medium.bytes for medium in media)
    done_bytes = 0
    for medium in media:
        try:
            found[medium.source, medium.track_type] = probe(medium)
        except Unfit as unfit:
            problems += [
                Problem(pointer, medium.name, medium.source, unfit.code, unfit.message) for pointer in medium.pointers
            ]
        done_bytes += medium.bytes
        report(done_bytes / max(total_bytes, 1))
    return found, problems


def _compared(
    timeline: Timeline, media: Sequence[Medium], probed: dict[tuple[str, str], Probed]
) -> tuple[dict[tuple[str, str], int], list[Problem]]:
    """Return how far each medium is played, microseconds, and which segments want more than there is."""
    known = {(medium.source, medium.track_type): medium for medium in media}
    played_us: dict[tuple[str, str], int] = {}
    problems: list[Problem] = []
    for number, track in enumerate(timeline.tracks):
        for index, segment, span in spans(track.segments):
            key = (getattr(segment, "source", ""), track.type)
            if key not in probed:
                continue
            pointer = pointer_below("", "tracks", number, "segments", index)
            played_us[key] = max(played_us.get(key, 0), _end_us(segment, span))
            if problem := needs(known[key], probed[key], pointer, segment, span):
                problems.append(problem)
    return played_us, problems


def _end_us(segment: Segment, span: Span) -> int:
    if isinstance(segment, (VideoSegment, AudioSegment)):
        return source_span(segment, span).end_us
    return span.duration_us


def _failure(problems: list[Problem]) -> JobFailure:
    """Return one failure that names every segment and file that is in the way."""
    problems = sorted(problems, key=lambda problem: [int(part) for part in problem.pointer.split("/")[2::2]])
    codes = {problem.code for problem in problems}
    first = problems[0]
    more = f" {len(problems) - 1} more like this are in the details." if len(problems) > 1 else ""
    return JobFailure(
        first.code if len(codes) == 1 else "unusable_media",
        f"{first.medium} (segment {first.pointer}): {first.message}{more}",
        retryable=all(problem.retryable for problem in problems),
        details={
            "problems": [
                {
                    "pointer": problem.pointer,
                    "file": problem.medium,
                    "source": problem.source,
                    "code": problem.code,
                    "message": problem.message,
                }
                for problem in problems[:_MAX_LISTED]
            ],
            "count": len(problems),
        },
    )


def _assets(
    media: Sequence[Medium],
    probed: dict[tuple[str, str], Probed],
    played_us: dict[tuple[str, str], int],
    places: Places,
) -> dict[tuple[str, str], Asset]:
    """Give each medium its place in the draft: a folder for each kind, a name that every system takes."""
    names = {kind: Names() for kind in ("video", "image", "audio")}
    assets = {}
    for medium in media:
        key = (medium.source, medium.track_type)
        name = names[medium.track_type].take(medium.name, probed[key].ending)
        inside = f"assets/{medium.track_type}/{name}"
        assets[key] = Asset(
            medium, probed[key], inside, places.content(inside), places.index(inside), played_us.get(key, 0)
        )
    return assets


def _documents(
    timeline: Timeline, assets: dict[tuple[str, str], Asset], places: Places, params: CapcutDraftParameters
) -> dict[str, object]:
    """Return the editors' files; both names of the timeline's file where versions differ in which they read."""
    now_us = time.time_ns() // 1000
    content = content_of(timeline, assets, flavour=params.flavour, system=params.system, now_s=now_us // 1_000_000)
    windows_jianying = params.flavour == "jianying" and params.system == "windows"
    main = "draft_info.json" if params.flavour == "capcut" or params.system == "macos" else "draft_content.json"
    meta = meta_of(
        timeline.name,
        str(uuid.uuid4()).upper(),
        list(assets.values()),
        places,
        duration_us=content["duration"],
        now_us=now_us,
    )
    return {
        "draft_content.json": content,
        **({} if windows_jianying else {"draft_info.json": content}),
        "draft_meta_info.json": meta,
        "root_meta_info.json": root_of(meta, places, main),
    }


def _result(
    params: CapcutDraftParameters, job: JobContext, timeline: Timeline, assets: Sequence[Asset]
) -> CapcutDraftResult:
    return CapcutDraftResult(
        draft_url=f"/v1/jobs/{job.id}/artifacts/draft.zip",
        draft_id=params.draft_id,
        media=[
            SavedMedium(
                name=asset.inside.rpartition("/")[2],
                bytes=asset.medium.bytes,
                sha256=asset.medium.sha256,
                duration_s=asset.probed.duration_us / 1e6,
            )
            for asset in assets
        ],
        warnings=_warnings(params, timeline),
    )


def _warnings(params: CapcutDraftParameters, timeline: Timeline) -> list[str]:
    used = {name for track in timeline.tracks for segment in track.segments for _, _, name in names_of(segment)}
    if params.flavour != "capcut" or not used:
        return []
    return [
        f"{len(used)} transitions, fonts or effects are named by JianYing's own list; where CapCut doesn't have one, "
        "it leaves it out."
    ]
