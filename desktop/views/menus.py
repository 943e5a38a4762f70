"""Menu bar and toolbar, with the choices of theme and language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from desktop import i18n, theme
from desktop.actions import VIEW, Actions
from desktop.i18n import N_, tr
from desktop.language import speak
from desktop.preferences import Preferences

#: What stands in the toolbar; an empty name is a line, a dot the space that pushes the rest to the right.
TOOLBAR = (
    "new_job", "", "cancel", "retry", "", "run_next", "raise", "lower", "", "save", "open", ".", "jobs", "dashboard",
)  # fmt: skip
#: Actions of the list's own menu.
CONTEXT = (
    "save", "save_as", "open", "open_folder", "", "cancel", "retry", "edit_again", "", "run_next", "raise", "lower", "",
    "copy_details",
)  # fmt: skip
THEMES = {theme.SYSTEM: N_("As the system"), theme.LIGHT: N_("Light"), theme.DARK: N_("Dark")}


class Menus:
    """Fills a window's menu bar and toolbar.

    Args:
        window: the window.
        actions: all commands.
        preferences: where the choices are kept.
        columns: actions that show and hide columns.
    """

    def __init__(
        self, window: QMainWindow, actions: Actions, preferences: Preferences, columns: Sequence[QAction]
    ) -> None:
        self._window, self._actions, self._preferences = window, actions, preferences
        view = actions.fill(window.menuBar())[VIEW]
        view.addSeparator()
        self._columns, self._themes, self._languages = view.addMenu(""), view.addMenu(""), view.addMenu("")
        self._columns.addActions(list(columns))
        self._theme_choices = self._choices(self._themes, dict.fromkeys(THEMES, ""), preferences.theme, self._use_theme)
        self._choices(self._languages, i18n.LANGUAGES, preferences.language, self._use_language)
        self._notifications = QAction(window)
        self._notifications.setCheckable(True)
        self._notifications.setChecked(preferences.notifications)
        self._notifications.toggled.connect(lambda wanted: setattr(preferences, "notifications", wanted))
        view.addAction(self._notifications)
        self._bar = QToolBar(window)
        self._bar.setObjectName("toolbar")
        self._bar.setMovable(False)
        self._bar.setIconSize(QSize(20, 20))
        self._fill_bar()
        window.addToolBar(self._bar)

    def context_actions(self) -> list[QAction]:
        """Return what the menu of the list offers."""
        found = []
        for name in CONTEXT:
            if name:
                found.append(self._actions[name])
            else:
                line = QAction(self._window)
                line.setSeparator(True)
                found.append(line)
        return found

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self._actions.retranslate()
        self._columns.setTitle(tr("&Columns"))
        self._themes.setTitle(tr("&Theme"))
        self._languages.setTitle(tr("&Language"))
        self._notifications.setText(tr("&Notifications"))
        self._bar.setWindowTitle(tr("Toolbar"))
        for choice, action in self._theme_choices.items():
            action.setText(tr(THEMES[choice]))
        for action in self._bar.actions():
            button = self._bar.widgetForAction(action)
            if button is not None and action.text():
                button.setAccessibleName(action.toolTip())

    def _fill_bar(self) -> None:
        for name in TOOLBAR:
            if name == ".":
                space = QWidget(self._bar)
                space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                self._bar.addWidget(space)
            elif name:
                self._bar.addAction(self._actions[name])
                button = self._bar.widgetForAction(self._actions[name])
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                if name in ("new_job", "jobs", "dashboard"):
                    button.setProperty("toolButtonStyle", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            else:
                self._bar.addSeparator()

    def _choices(
        self, menu: QMenu, names: dict[str, str], chosen: str, use: Callable[[str], None]
    ) -> dict[str, QAction]:
        group = QActionGroup(self._window)
        found = {}
        for choice, name in names.items():
            action = QAction(name, group)
            action.setCheckable(True)
            action.setChecked(choice == chosen)
            action.triggered.connect(lambda _=False, choice=choice: use(choice))
            menu.addAction(action)
            found[choice] = action
        return found

    def _use_theme(self, choice: str) -> None:
        self._preferences.theme = choice
        theme.use(choice)

    def _use_language(self, code: str) -> None:
        self._preferences.language = code
        speak(code)
