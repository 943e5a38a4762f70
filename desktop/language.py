"""Switching the language while everything stays open."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import i18n

_of_qt: QTranslator | None = None


def speak(language: str) -> None:
    """Say everything in this language from now on, Qt's own words included.

    Args:
        language: a code of ``i18n.LANGUAGES``.
    """
    global _of_qt  # noqa: PLW0603 - one person looks at one screen
    application = cast(QApplication, QApplication.instance())
    i18n.use(language)
    if _of_qt is not None:
        application.removeTranslator(_of_qt)
        _of_qt = None
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
        _of_qt = translator
    # Qt says so by itself only when a translator comes or goes.
    for window in application.topLevelWidgets():
        QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
