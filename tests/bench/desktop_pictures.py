"""Pictures of the desktop client at work: every window, light and dark, English and Chinese, at 1x and 2x.

A real service does one job of each kind; the real window shows it. Look at every picture.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import requests

from tests.local_service import LocalService
from tests.material import dances, pdfs
from tests.material.files import write_audio
from tests.material.songs import song
from tests.waiting import wait_until

RATE = 48_000
SCALES = (1, 2)


def run(arguments: Sequence[str] = ()) -> None:
    """Make all pictures.

    Args:
        arguments: where to put them; a new folder of the temporary files without any.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench.desktop_pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=None)
    folder = parser.parse_args(arguments).folder or Path(tempfile.mkdtemp(prefix="sluice-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        service = LocalService(
            Path(scratch), "--threads", "8", selftest=1, kinds__selftest__max_concurrent=3, lease_s=30
        )
        try:
            seed(service, Path(scratch))
            for scale in SCALES:
                environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
                command = [sys.executable, "-m", "tests.bench.desktop_album", service.address, str(folder), str(scale)]
                subprocess.run(command, env=environment, check=True)
        finally:
            service.stop()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def seed(service: LocalService, scratch: Path) -> None:
    """Have the service do one job of each kind, and leave some running and waiting."""
    lecture = pdfs.headings(scratch / "networks.pdf")
    broken = scratch / "week 3.pdf"
    broken.write_bytes(b"%PDF-1.4 and no more")
    music = song(3, 30.0, RATE)
    write_audio(scratch / "song.wav", music, RATE)
    room = music[:, RATE * 4 : RATE * 24] * 0.6 + np.random.default_rng(0).normal(0, 0.03, (1, RATE * 20))
    dances.write_dance(scratch / "class.mp4", dances.drawn(3), room.astype(np.float32), RATE)
    song_id, class_id = service.upload(scratch / "song.wav"), service.upload(scratch / "class.mp4")
    lecture_id, broken_id = service.upload(lecture), service.upload(broken)
    timeline = {
        "name": "Autumn class",
        "tracks": [
            {"type": "video", "segments": [{"source": class_id, "start_s": 0, "duration_s": 6}]},
            {"type": "audio", "segments": [{"source": song_id, "start_s": 0, "duration_s": 9}]},
            {"type": "text", "segments": [{"text": "Hello, dancers", "start_s": 0.5, "duration_s": 3}]},
        ],
    }
    requests.put(f"{service.address}/v1/drafts/autumn", json=timeline, timeout=20).raise_for_status()
    submissions = [
        ("beat_sync", {"dance_file_id": class_id, "bgm_file_id": song_id}),
        ("pdf_exam", {"file_ids": [lecture_id]}),
        ("document_analysis", {"file_id": lecture_id}),
        ("pdf_exam", {"file_ids": [broken_id]}),
        ("text_to_video", {"prompt": "two pandas dance in a bamboo forest in the morning", "duration_s": 4}),
        ("capcut_draft", {"draft_id": "autumn"}),
    ]
    ids = [service.submit({"kind": kind, "params": params}) for kind, params in submissions]
    wait_until(lambda: all(service.job(job_id)["state"] not in ("queued", "running") for job_id in ids), 180)
    for prompt in ("a red fox runs over a snowy hill", "海边日落和一只帆船", "a city at night in the rain"):
        service.submit({"kind": "text_to_video", "params": {"prompt": prompt, "duration_s": 30, "resolution": "1080P"}})
    for _ in range(4):
        service.submit({"kind": "selftest", "priority": "low", "params": {"duration_s": 600, "steps": 300}})


if __name__ == "__main__":
    run(sys.argv[1:])
