"""The rooms and their import directions, as the design draws them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("backend", "actors", "desktop")
#: Libraries that only jobs need; the API and the command line must start without them.
HEAVY = {
    "PIL", "av", "cv2", "docx", "jieba", "lemminflect", "lxml", "numpy", "openai", "pyJianYingDraft", "pymediainfo",
    "pypdfium2", "reportlab", "skia", "tencentcloud", "trafilatura", "wordfreq", "yt_dlp",
}  # fmt: skip


def modules(room: str) -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield name.removesuffix(".__init__"), path


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, at any depth, type-checking blocks included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


@pytest.mark.parametrize(
    ("room", "never"),
    [
        ("desktop", "backend"),
        ("desktop", "actors"),
        ("actors", "desktop"),
        ("backend", "desktop"),
        ("backend.engine", "backend.api"),
        ("backend.engine", "backend.cli"),
        ("backend.engine", "backend.local"),
        ("backend.engine", "backend.storage"),
        ("backend.api", "backend.local"),
        ("backend.api", "backend.cli"),
        ("backend.job", "backend"),
        ("actors.sandbox", "backend.engine"),
        ("desktop.core", "PySide6"),
        ("desktop.core", "desktop.workers"),
        ("desktop.core", "desktop.models"),
        ("desktop.core", "desktop.views"),
        ("desktop.core", "desktop.widgets"),
        ("desktop.i18n", "desktop.core"),
        ("desktop.workers", "desktop.models"),
        ("desktop.workers", "desktop.views"),
        ("desktop.workers", "desktop.widgets"),
        ("desktop.models", "desktop.workers"),
        ("desktop.models", "desktop.views"),
        ("desktop.widgets", "desktop.workers"),
        ("desktop.widgets", "desktop.models"),
        ("desktop.widgets", "desktop.views"),
    ],
)
def test_room_never_imports(room: str, never: str) -> None:
    offenders = [
        f"{name} imports {imported}"
        for name, path in modules(room.split(".", maxsplit=1)[0])
        if within(name, room)
        for imported in imports(path)
        if within(imported, never) and not within(imported, room)
    ]
    assert offenders == []


def test_backend_imports_actors_only_to_discover_specs() -> None:
    offenders = {
        name: imported for name, path in modules("backend") for imported in imports(path) if within(imported, "actors")
    }
    assert offenders == {"backend.catalogue": "actors"}


def test_only_the_engine_and_the_local_store_know_redis() -> None:
    knowing = {
        name
        for name, path in [*modules("backend"), *modules("actors"), *modules("desktop")]
        if any(within(imported, library) for imported in imports(path) for library in ("redis", "hiredis"))
    }
    assert {name for name in knowing if not within(name, "backend.engine")} == set()


def test_there_is_no_circle_of_imports() -> None:
    graph = {
        name: {other for other in imports(path) if other != name} for room in ROOMS for name, path in modules(room)
    }
    known = set(graph)
    graph = {name: others & known for name, others in graph.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for other in sorted(graph[name]):
                # A package's own __init__ gathers its modules; importing a sibling through it is no circle.
                if not within(name, other):
                    visit(other, (*trail, name))
            done.add(name)

    for name in sorted(known):
        visit(name, ())


@pytest.mark.parametrize("module", ["backend.api.app", "backend.cli.main", "backend.engine.engine"])
def test_starts_without_media_libraries(module: str) -> None:
    script = (
        f"import sys, {module}\n"
        "from pathlib import Path\n"
        "from backend.catalogue import Catalogue\n"
        "from backend.settings import Settings\n"
        "Catalogue.discover(Settings(_env_file=None, selftest=True))\n"
        f"print(','.join(sorted({HEAVY!r} & set(sys.modules))))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_every_script_has_a_header_with_its_keys() -> None:
    scripts = sorted((ROOT / "backend/engine/lua").glob("*.lua"))
    assert scripts
    for script in scripts:
        lines = script.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("-- include: "), script.name
        assert any(line.startswith("-- KEYS  1 prefix of all keys") for line in lines[:12]), script.name


def test_environment_is_read_in_one_place() -> None:
    readers = {
        name
        for room in ROOMS
        for name, path in modules(room)
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv"))
    }
    # The sandbox, the supervisor and the command line make the environments of processes; none reads a setting there.
    allowed = {"backend.settings", "backend.older_names", "backend.setting_faults"}
    allowed |= {"actors.fetching.certificates"}  # variables of the TLS libraries
    assert {name for name in readers if name not in allowed and not is_process_room(name)} == set()


def is_process_room(name: str) -> bool:
    return within(name, "actors.sandbox") or within(name, "backend.local") or name.startswith("backend.cli.")


def test_files_stay_readable() -> None:
    long = {
        name: lines
        for room in ROOMS
        for name, path in modules(room)
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}
