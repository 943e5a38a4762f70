"""Make a film of a prompt: understand it, draw it, give it a sound, write it down."""

from __future__ import annotations

import json
from pathlib import Path

from actors.context import JobContext
from actors.text_to_video.procedural.ambience import SOUND_RATE_HZ
from actors.text_to_video.procedural.captions import Captioned
from actors.text_to_video.procedural.film import Pictures, write_film
from actors.text_to_video.procedural.language.understanding import Understanding, summary, understand
from actors.text_to_video.procedural.lettering import showable
from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.sound import sound_of
from actors.text_to_video.procedural.typography import Typography
from actors.text_to_video.procedural.world.stage import Stage
from actors.text_to_video.sizes import size_of
from actors.text_to_video.spec import TextToVideoParameters, Understood

#: Shares of the job: what is before the first picture, and all of this room.
_BEGUN, _MADE = 0.02, 0.9


def produce(params: TextToVideoParameters, job: JobContext, video_path: Path) -> Understood:
    """Write the film and ``scene.json``.

    Args:
        params: of the job.
        job: whose progress is told, up to 0.9.
        video_path: where the film goes.

    Returns:
        What was understood of the prompt.
    """
    # 1. Understand the prompt.
    understanding = understand(params.prompt, params.seed)
    scene = understanding.scene
    _write_scene(job.artifact("scene.json"), params.prompt, understanding)
    job.progress(_BEGUN, "understanding", summary(scene))

    # 2. Set the scene and its sound.
    shot = _shot(params)
    pictures = _pictures(scene, shot, params.prompt if params.captions else "")
    sound = sound_of(scene, shot.duration_s, round(shot.duration_s * SOUND_RATE_HZ))

    # 3. Draw and encode, picture by picture.
    def on_picture(number: int) -> None:
        done = _BEGUN + (_MADE - _BEGUN) * number / shot.frames
        job.progress(done, "drawing", f"frame {number} of {shot.frames}")

    write_film(video_path, pictures, shot, sound, threads=job.cpu_threads, on_picture=on_picture)
    return Understood(
        summary=summary(scene),
        subjects=[group.subject for group in scene.groups],
        place=scene.place,
        weather=scene.weather,
        time_of_day=scene.time_of_day,
        camera=scene.camera,
        style=scene.style,
        words=list(scene.words),
    )


def _shot(params: TextToVideoParameters) -> Shot:
    width, height = size_of(params.resolution, params.aspect_ratio)
    return Shot(width, height, params.fps, max(1, round(params.duration_s * params.fps)))


def _pictures(scene: Scene, shot: Shot, caption: str) -> Pictures:
    pictures: Pictures = Typography(scene, shot) if scene.words else Stage(scene, shot)
    return Captioned(pictures, caption, shot) if caption else pictures


def _write_scene(path: Path, prompt: str, understanding: Understanding) -> None:
    document = understanding.document(prompt)
    # Words that would be shown and for which the font has no letters.
    document["not_shown"] = [word for word in understanding.scene.words if not showable(word)]
    # Lone surrogates can't be written; they show as what they are.
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
