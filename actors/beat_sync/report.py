"""The report."""
from __future__ import annotations
def document(result, found, video, room, music, offset_s):
    return {**result.model_dump(), "coherence": round(found.coherence,4), "agreement": round(found.agreement,4), "runner_up_offset_s": found.runner_up_offset_s}
def draw(path, *a):
    from PIL import Image
    Image.new("RGB",(10,10)).save(path)
