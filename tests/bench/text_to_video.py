# ruff: noqa: E501, RUF001 (Chinese prompts: two columns a character, marks of their own)
"""What drawn videos look like, how fast they are made, how well prompts are understood.

python -m tests.bench.text_to_video [FOLDER]     (contact sheets go there, else to a new temporary folder)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from tests.bench.peak import peak_bytes
from tests.material.film_grader import accuracy
from tests.material.film_prompts import HELD_OUT, SEEN

PROMPTS = (
    "two white cats running on the grass at sunset", "夜晚的城市街道，下着大雨，一辆红色的公交车驶过",
    "an astronaut walks on the moon", "熊猫在竹林里吃竹子", "a whale and three dolphins swim in the sea at dawn",
    "一个穿红裙子的小女孩在海边放风筝", "a dragon soars above a castle in a thunderstorm", "雪地里，两只企鹅在极光下滑冰",
    "five hot air balloons float over the mountains in the morning", "水墨画风格，一匹黑马在草原上奔跑",
    "robots dance on a stage, neon style", "秋天的公园里落叶满地，一位老爷爷在散步",
    "tropical fish swim around a coral reef, camera follows", "沙漠里，一只狐狸在沙尘暴中行走",
    "a boy kicks a ball in the stadium", "樱花树下，一位老奶奶在喝茶，水彩风格", "a steam train crosses wheat fields",
    "火山旁边，巨大的恐龙在奔跑", "pixel art of a green frog jumping by a waterfall", "元宵节的夜晚，古镇里飘着十个灯笼",
    "an owl sits in the foggy forest at night, film noir", "一只猫在房间里睡觉，窗外下雨",
    "a rocket flies through space, zoom out", "人工智能改变未来",
)  # fmt: skip
#: Slow among hundreds of random combinations of who, how many, where, weather, camera and style, or seen to be so.
SLOWEST = (
    "twelve pigs running in a jungle, aurora, at noon, orbit shot, pencil sketch", "neon wheat field in a storm",
    "five dancers sitting at a sea, falling petals, at morning, pan right, paper cut", "neon robots dancing",
    "twelve whales and five dragons in a wheat field in a storm, pan left, ink painting",
)  # fmt: skip
MOMENTS = (0.05, 0.28, 0.5, 0.72, 0.95)


def main(folder: Path | None = None) -> dict[str, float]:
    """Print figures and draw the sheets."""
    figures = {**_understanding(), **_speed()}
    folder = folder or Path(tempfile.mkdtemp(prefix="sluice-films-"))
    print(f"  contact sheets in {_sheets(folder)}")
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return figures


def _understanding() -> dict[str, float]:
    figures = {}
    for title, prompts in (("seen", SEEN), ("held out", HELD_OUT)):
        slots, _ = accuracy(prompts)
        right, judged = (sum(counts) for counts in zip(*slots.values(), strict=True))
        each = "  ".join(f"{slot} {good}/{of}" for slot, (good, of) in slots.items())
        print(f"  understood, {title:8} {right / judged:.1%} of {judged} slots   {each}")
        figures[f"understood_{title.replace(' ', '_')}"] = right / judged
    return figures


def _speed() -> dict[str, float]:
    figures: dict[str, float] = {}
    for resolution in ("768P", "1080P"):
        films = [_film_of(resolution, prompt) for prompt in PROMPTS[::3]]
        rates = [film["fps"] for film in films]
        told = {
            "fps": min(rates),
            "median_fps": float(np.median(rates)),
            "peak_mb": max(film["peak_mb"] for film in films),
        }
        bar = "   (bar: 25)" if resolution == "768P" else ""
        print(
            f"  {resolution:6} slowest of {len(films)} films {told['fps']:.1f} frames/s{bar}, median "
            f"{told['median_fps']:.1f}, {max(film['cpu_ms'] for film in films):.0f} ms of CPU a frame at most, "
            f"peak {told['peak_mb']:.0f} MB   (bar: 400)"
        )
        figures |= {f"{resolution}_{name}": value for name, value in told.items()}
    slow = [_film_of("768P", prompt) for prompt in SLOWEST]
    figures["768P_slowest_known_fps"] = min(film["fps"] for film in slow)
    figures["768P_slowest_known_peak_mb"] = max(film["peak_mb"] for film in slow)
    print(
        f"  768P   the {len(slow)} slowest known prompts: {figures['768P_slowest_known_fps']:.1f} frames/s at least"
        f"   (bar: 25), peak {figures['768P_slowest_known_peak_mb']:.0f} MB   (bar: 400)"
    )
    return figures


def _film_of(resolution: str, prompt: str) -> dict[str, float]:
    """Make a film in a process of its own, as a job does: another film's memory is not its own."""
    shown = subprocess.run(
        [sys.executable, "-m", "tests.bench.text_to_video", "--one", resolution, prompt],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(shown.stdout)
    print(f"    {told['fps']:6.1f} frames/s {told['cpu_ms']:4.0f} ms {told['peak_mb']:4.0f} MB   {prompt}")
    return told


def _one(resolution: str, prompt: str) -> None:
    """Make one film in this process and print how fast."""
    from actors.text_to_video.procedural.production import produce  # noqa: PLC0415 (its memory is measured)
    from actors.text_to_video.spec import TextToVideoParameters  # noqa: PLC0415
    from tests.material.job import FolderJob  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        job = FolderJob(Path(folder), cpu_threads=2)
        given = {"prompt": prompt, "resolution": resolution, "duration_s": 3}
        params = TextToVideoParameters.model_validate(given)
        began, began_cpu = time.perf_counter(), time.process_time()
        produce(params, job, job.artifact("video.mp4"))
        rate = 72 / (time.perf_counter() - began)
        cost_ms = (time.process_time() - began_cpu) / 72 * 1000
    print(json.dumps({"fps": rate, "cpu_ms": cost_ms, "peak_mb": peak_bytes() / 1e6}))


def _sheets(folder: Path) -> Path:
    from actors.text_to_video.procedural.language.understanding import understand  # noqa: PLC0415
    from actors.text_to_video.procedural.scene import Shot  # noqa: PLC0415
    from actors.text_to_video.procedural.typography import Typography  # noqa: PLC0415
    from actors.text_to_video.procedural.world.stage import Stage  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    shot = Shot(640, 360, 24, 144)
    for first in range(0, len(PROMPTS), 6):
        sheet = Image.new("RGB", (len(MOMENTS) * 384, 6 * 216))
        for row, prompt in enumerate(PROMPTS[first : first + 6]):
            scene = understand(prompt, seed=first + row).scene
            pictures = Typography(scene, shot) if scene.words else Stage(scene, shot)
            for column, moment in enumerate(MOMENTS):
                pixels = np.zeros((shot.height, shot.width, 4), np.uint8)
                pictures.draw(int(moment * shot.frames), pixels)
                order = [2, 1, 0] if pictures.pixel_format == "bgra" else [0, 1, 2]
                picture = Image.fromarray(np.ascontiguousarray(pixels[..., order])).resize((384, 216))
                sheet.paste(picture, (column * 384, row * 216))
        sheet.save(folder / f"films_{first // 6 + 1}.png")
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.text_to_video")
    parser.add_argument("folder", nargs="?", type=Path, help="where the contact sheets go; else a new temporary folder")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(*options.one)
    else:
        main(options.folder)
