"""Every command of the client as one ``QAction``: text, shortcut, icon and place in the menus, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop import theme
from desktop.i18n import N_, tr


@dataclass(frozen=True)
class Command:
    """What is known of a command.

    Args:
        name: by which the window connects it.
        text: what menus call it, with its mnemonic.
        menu: the menu where it stands.
        keys: its shortcuts; the first is shown.
        icon: an icon's name.
        hint: one sentence for tooltips and the list of shortcuts, where the text alone does not say it.
        checkable: whether it switches something on and off.
    """

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    hint: str = ""
    checkable: bool = False


FILE, JOB, VIEW, HELP = N_("&File"), N_("&Job"), N_("&View"), N_("&Help")

#: In the order of the menus; an empty name is a line between them.
COMMANDS = (
    Command("new_job", N_("&New job…"), FILE, ("Ctrl+N",), "add", N_("Choose a kind and its files")),
    Command("paste_job", N_("New job from &clipboard"), FILE, ("Ctrl+V",), "link", N_("Files or addresses you copied")),
    Command("drafts", N_("&Drafts…"), FILE, ("Ctrl+D",), "drafts", N_("Timelines for CapCut and JianYing")),
    Command("", "", FILE),
    Command("save", N_("&Save"), FILE, ("Ctrl+S",), "save", N_("Save all files of the selected jobs")),
    Command("save_as", N_("Save &as…"), FILE, ("Ctrl+Shift+S",), "save_as", N_("Choose folder and name")),
    Command("open", N_("&Open"), FILE, ("Ctrl+O",), "open", N_("Open the result in its own program")),
    Command("open_folder", N_("Open &folder"), FILE, ("Ctrl+Shift+O",), "folder", N_("Show the saved files")),
    Command("", "", FILE),
    Command("connect", N_("Se&rver…"), FILE, ("Ctrl+K",), "key", N_("Address and key of the service")),
    Command("quit", N_("&Quit"), FILE, ("Ctrl+Q",), hint=N_("Jobs go on without this window")),
    Command("cancel", N_("&Cancel"), JOB, ("Del",), "cancel", N_("Stop the selected jobs; you can undo for 5 seconds")),
    Command("cancel_waiting", N_("Cancel all &waiting"), JOB, ("Ctrl+Shift+Del",), hint=N_("Running jobs go on")),
    Command("undo", N_("&Undo cancel"), JOB, ("Ctrl+Z",), "undo"),
    Command("", "", JOB),
    Command("retry", N_("&Retry"), JOB, ("Ctrl+R",), "retry", N_("Run the selected jobs again")),
    Command("retry_failed", N_("Retry all &failed"), JOB, ("Ctrl+Shift+R",)),
    Command("edit_again", N_("&Edit and submit again…"), JOB, ("Ctrl+E",), "edit", N_("A new job with these values")),
    Command("", "", JOB),
    Command("raise", N_("Raise &priority"), JOB, ("Ctrl+Up",), "up"),
    Command("lower", N_("&Lower priority"), JOB, ("Ctrl+Down",), "down"),
    Command("run_next", N_("Run &next"), JOB, ("Ctrl+Shift+Up",), "next", N_("Before everything that waits")),
    Command("", "", JOB),
    Command("copy_details", N_("Copy &details"), JOB, ("Ctrl+Shift+C",), "copy", N_("All that is known, as text")),
    Command("jobs", N_("&Jobs"), VIEW, ("Ctrl+1",), "list", checkable=True),
    Command("dashboard", N_("&Dashboard"), VIEW, ("Ctrl+2",), "dashboard", checkable=True),
    Command("", "", VIEW),
    Command("find", N_("&Find"), VIEW, ("Ctrl+F",), "search", N_("Search in titles, kinds and messages")),
    Command("show_filter", N_("F&ilter panel"), VIEW, ("F9",), "filter", checkable=True),
    Command("show_details", N_("Details &panel"), VIEW, ("F10",), "info", checkable=True),
    Command("refresh", N_("&Ask the server now"), VIEW, ("F5",), "refresh"),
    Command("", "", VIEW),
    Command("shortcuts", N_("&Keyboard shortcuts"), HELP, ("F1", "Ctrl+/"), "help"),
    Command("about", N_("&About Sluice"), HELP),
)  # fmt: skip

#: Shortcuts of parts that have no action of their own, for the list under F1.
ELSEWHERE = (
    ("Ctrl+Return", N_("Submit the form")),
    ("Escape", N_("Clear the search, close a form")),
    ("Return", N_("Show the selected job")),
    ("Ctrl+A", N_("Select all jobs")),
)


class Actions(QObject):
    """All commands by name; ``actions["cancel"]`` is a ``QAction``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        self._menus: dict[str, list[QMenu]] = {}
        for command in COMMANDS:
            if command.name:
                action = QAction(self)
                action.setObjectName(command.name)
                action.setShortcuts([QKeySequence(keys) for keys in command.keys])
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                action.setCheckable(command.checkable)
                self._by_name[command.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        """Return a command's action."""
        return self._by_name[name]

    def all(self) -> list[QAction]:
        """Return every action, in the menus' order."""
        return list(self._by_name.values())

    def connect_to(self, handlers: dict[str, Any]) -> None:
        """Connect each action to what it does; every one must be given.

        Raises:
            KeyError: an action has no handler.
        """
        for name, action in self._by_name.items():
            action.triggered.connect(handlers[name])

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Put the menus into a bar and return them by their English title."""
        menus: dict[str, QMenu] = {}
        for command in COMMANDS:
            if command.menu not in menus:
                menu = bar.addMenu("")
                menus[command.menu] = menu
                self._menus.setdefault(command.menu, []).append(menu)
            if command.name:
                menus[command.menu].addAction(self._by_name[command.name])
            else:
                menus[command.menu].addSeparator()
        self.retranslate()
        return menus

    def retranslate(self) -> None:
        """Say all of it in the language in use, with icons in the theme in use."""
        for command in COMMANDS:
            if not command.name:
                continue
            action = self._by_name[command.name]
            text, hint = tr(command.text), tr(command.hint) if command.hint else ""
            action.setText(text)
            plain = plain_text(text)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{plain} ({keys})" if keys else plain)
            action.setStatusTip(hint or plain)
            action.setIcon(theme.icon(command.icon) if command.icon else QIcon())
        for title, menus in self._menus.items():
            for menu in menus:
                menu.setTitle(tr(title))


def plain_text(text: str) -> str:
    """Return a command's text without mnemonic and dots: ``&New job…`` is ``New job``, ``新建(&N)…`` is ``新建``."""
    before, mark, after = text.partition("(&")
    if mark:
        text = before + after.partition(")")[2]
    return text.replace("&", "").removesuffix("…")
