"""The font of everything that jobs draw or print: Noto Sans SC (SIL Open Font License), Latin and Chinese in one."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def font_path() -> Path:
    """Return the font's TrueType file; the package that carries it is found, not imported.

    Raises:
        FileNotFoundError: when the package is not installed.
    """
    package = importlib.util.find_spec("zhplot")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package zhplot, which carries the font, is not installed")
    return Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
