"""A film of two seconds and few bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import av
import numpy as np


def small_film(*, index_first: bool = False, noise: int = 1) -> bytes:
    """Make a small MP4 in which a bright bar crosses a dark field."""
    chance = np.random.default_rng(0)
    options = {"movflags": "+faststart"} if index_first else {}
    with tempfile.NamedTemporaryFile(suffix=".mp4") as target, av.open(target.name, "w", options=options) as container:
        stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(48):
            picture = chance.integers(0, noise, (90, 160, 3), np.uint8)
            picture[:, number : number + 30] = (240, 200, 40)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
        container.close()
        return Path(target.name).read_bytes()
