"""Tells of finished jobs while the window is not looked at: by the system's tray where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop import theme
from desktop.core.announcements import Announcement


class Notifier(QObject):
    """Shows announcements; silent while the window has the focus.

    Args:
        window: the window that is looked at, or not.
        wanted: whether the user wants any.
    """

    #: The user clicked: the job's id, or None for several.
    clicked = Signal(object)
    #: There is no tray: whoever has a place to show it shows it.
    untold = Signal(object)

    def __init__(self, window: QWidget, wanted: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._wanted = window, wanted
        self._tray: QSystemTrayIcon | None = None
        self._about: str | None = None

    def tell(self, announcements: list[Announcement]) -> None:
        """Show these, if it is the time for it."""
        if not announcements or not self._wanted() or self._window.isActiveWindow():
            return
        for announcement in announcements:
            tray = self._tray_icon()
            if tray is None:
                self.untold.emit(announcement)
            else:
                self._about = announcement.job_id
                icon = QSystemTrayIcon.MessageIcon.Warning if announcement.failure else tray.MessageIcon.Information
                tray.showMessage(announcement.title, announcement.text, icon)
        QApplication.alert(self._window)

    def stop(self) -> None:
        """Take the icon out of the tray."""
        if self._tray is not None:
            self._tray.hide()

    def _tray_icon(self) -> QSystemTrayIcon | None:
        """Return the tray's icon, made at the first need; None where there is no tray."""
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(theme.application_icon(), self)
            self._tray.setToolTip("Sluice")
            self._tray.messageClicked.connect(lambda: self.clicked.emit(self._about))
            self._tray.activated.connect(lambda _: self.clicked.emit(None))
            self._tray.show()
        return self._tray
