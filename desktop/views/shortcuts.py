"""All shortcuts on one page, under F1."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from desktop import theme
from desktop.actions import COMMANDS, ELSEWHERE, plain_text
from desktop.i18n import tr


class ShortcutsDialog(QDialog):
    """Lists what the keyboard can do, by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QTextBrowser(self)
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        column.addWidget(self._page)
        column.addWidget(buttons)
        self.resize(560, 640)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._page.setAccessibleName(tr("Keyboard shortcuts"))
        muted, border = theme.colours().muted.name(), theme.colours().border.name()
        rows = []
        for menu in dict.fromkeys(command.menu for command in COMMANDS):
            rows.append(f'<tr><td colspan="2" style="padding-top:12px"><b>{escape(plain_text(tr(menu)))}</b></td></tr>')
            rows += [
                _row(plain_text(tr(command.text)), command.keys, muted, border)
                for command in COMMANDS
                if command.menu == menu and command.keys
            ]
        rows.append(f'<tr><td colspan="2" style="padding-top:12px"><b>{escape(tr("Everywhere"))}</b></td></tr>')
        rows += [_row(tr(text), (keys,), muted, border) for keys, text in ELSEWHERE]
        self._page.setHtml(f'<table width="100%" cellspacing="0" cellpadding="4">{"".join(rows)}</table>')

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()


def _row(text: str, keys: tuple[str, ...], muted: str, border: str) -> str:
    shown = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
    return (
        f'<tr><td style="border-bottom:1px solid {border}">{escape(text)}</td>'
        f'<td align="right" style="border-bottom:1px solid {border}; color:{muted}">{escape(shown)}</td></tr>'
    )
