"""Colours, spacing, icons and numerals: one look in light and dark.

The style is Qt's Fusion with palettes of our own, since asking the platform for its dark scheme does nothing on several
desktops. Whoever wants a colour asks for its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

#: All spacing is a multiple of these, in device-independent pixels.
HALF, GRID = 4, 8

SYSTEM, LIGHT, DARK = "system", "light", "dark"
CHOICES = (SYSTEM, LIGHT, DARK)

_ICONS = Path(__file__).parent / "icons"
_ICON_SIZES = (16, 20, 24, 32, 48)


@dataclass(frozen=True)
class Colours:
    """What each colour means.

    Texts reach a contrast of 4.5 : 1 on ``window``, ``base`` and ``raised``; a test computes it.

    Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11.
    """

    window: QColor  # behind everything
    base: QColor  # lists and fields
    raised: QColor  # panels, headers, cards
    hover: QColor
    selected: QColor  # a selected row
    border: QColor
    text: QColor
    muted: QColor  # text of less weight
    accent: QColor  # the one thing to do; focus
    on_accent: QColor
    success: QColor
    warning: QColor
    danger: QColor
    running: QColor
    waiting: QColor
    track: QColor  # the empty part of a progress bar


def _colours(**values: str) -> Colours:
    return Colours(**{field.name: QColor(values[field.name]) for field in fields(Colours)})


_LIGHT = _colours(
    window="#f6f7f9", base="#ffffff", raised="#ffffff", hover="#eff1f5", selected="#e3e9fd", border="#dcdfe5",
    text="#1a1c21", muted="#59606d", accent="#3554d1", on_accent="#ffffff", success="#1b7340", warning="#855400",
    danger="#b3261e", running="#3554d1", waiting="#59606d", track="#e3e6ec",
)  # fmt: skip
_DARK = _colours(
    window="#16171b", base="#1c1e23", raised="#212329", hover="#292c33", selected="#2c3763", border="#363a43",
    text="#e9eaed", muted="#a6acb8", accent="#8aa4ff", on_accent="#10131f", success="#6fcf94", warning="#e9bb62",
    danger="#ff9389", running="#8aa4ff", waiting="#a6acb8", track="#343841",
)  # fmt: skip


class _Theme(QObject):
    """The theme in use; lives as long as the application."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = SYSTEM
        self.dark = False


_theme = _Theme()


def use(choice: str) -> None:
    """Show this theme from now on.

    Args:
        choice: ``system`` (as the desktop says, also when it changes its mind), ``light`` or ``dark``.
    """
    application = cast(QApplication, QApplication.instance())
    if not application.property("sluice_themed"):
        application.setProperty("sluice_themed", True)
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(_follow_system)
    _theme.choice = choice if choice in CHOICES else SYSTEM
    _apply(application)


def colours() -> Colours:
    """Return the colours in use."""
    return _DARK if _theme.dark else _LIGHT


def both() -> dict[str, Colours]:
    """Return the colours of both themes by name, for those who check them."""
    return {LIGHT: _LIGHT, DARK: _DARK}


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """Return an icon of ``desktop/icons`` in the text's colour, greyed where it is disabled.

    Args:
        name: the file's name without its suffix.
        colour: another colour, such as that of a meaning.
    """
    shown = colour if colour is not None else colours().text
    return _icon(name, shown.name(), colours().muted.name())


def pixmap(name: str, size_px: int, colour: QColor | None = None, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of so many device-independent pixels."""
    return _pixmap(name, size_px, (colour if colour is not None else colours().text).name(), ratio)


def mixed(below: QColor, above: QColor, share: float) -> QColor:
    """Return a colour laid over another.

    Args:
        below: the lower colour.
        above: the upper one.
        share: of the upper one, 0 to 1.
    """
    return QColor.fromRgbF(
        below.redF() + (above.redF() - below.redF()) * share,
        below.greenF() + (above.greenF() - below.greenF()) * share,
        below.blueF() + (above.blueF() - below.blueF()) * share,
    )


def application_icon() -> QIcon:
    """Return the application's own mark, which keeps its colours."""
    drawn = QIcon()
    for size_px in (16, 24, 32, 48, 64, 128, 256):
        drawn.addPixmap(_drawn((_ICONS / "sluice.svg").read_bytes(), size_px, 1.0))
    return drawn


def numbers(font: QFont) -> QFont:
    """Return the font with numerals of equal width, so that figures in a column stand under one another."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def _follow_system() -> None:
    if _theme.choice == SYSTEM:
        _apply(cast(QApplication, QApplication.instance()))


def _apply(application: QApplication) -> None:
    wanted = _theme.choice == DARK or (
        _theme.choice == SYSTEM and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    _theme.dark = wanted
    application.setPalette(_palette(colours()))
    application.setStyleSheet(_style_sheet(colours()))
    _theme.changed.emit()


def _palette(shown: Colours) -> QPalette:
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for which, colour in {
        role.Window: shown.window, role.WindowText: shown.text, role.Base: shown.base, role.AlternateBase: shown.raised,
        role.Text: shown.text, role.Button: shown.raised, role.ButtonText: shown.text, role.BrightText: shown.danger,
        role.ToolTipBase: shown.raised, role.ToolTipText: shown.text, role.PlaceholderText: shown.muted,
        role.Highlight: shown.accent, role.HighlightedText: shown.on_accent, role.Accent: shown.accent,
        role.Link: shown.accent, role.LinkVisited: shown.accent, role.Light: shown.raised, role.Midlight: shown.hover,
        role.Mid: shown.border, role.Dark: shown.border, role.Shadow: shown.border,
    }.items():  # fmt: skip
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, shown.muted)
    palette.setColor(group.Disabled, role.Highlight, shown.border)
    return palette


def _style_sheet(shown: Colours) -> str:
    """Return the few rules that a palette can't say; roles are set as dynamic properties."""
    names = {field.name: getattr(shown, field.name).name() for field in fields(Colours)}
    names |= {"icons": _ICONS.as_posix(), "name": DARK if shown is _DARK else LIGHT}
    return _SHEET % names


_SHEET = """
QToolTip { border: 1px solid %(border)s; padding: 4px; background: %(raised)s; color: %(text)s; }
QLabel[role="muted"] { color: %(muted)s; }
QLabel[role="danger"] { color: %(danger)s; }
QLabel[role="success"] { color: %(success)s; }
QLabel[role="warning"] { color: %(warning)s; }
QFrame[role="panel"] { background: %(raised)s; border: 1px solid %(border)s; border-radius: 6px; }
QFrame[role="rule"] { background: %(border)s; border: none; max-height: 1px; min-height: 1px; }
QPushButton { padding: 5px 12px; border: 1px solid %(border)s; border-radius: 5px; background: %(raised)s; }
QPushButton:hover { background: %(hover)s; }
QPushButton:pressed { background: %(selected)s; }
QPushButton:focus, QToolButton:focus { border: 1px solid %(accent)s; }
QPushButton:disabled { color: %(muted)s; background: %(window)s; }
QPushButton[role="primary"] { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; }
QPushButton[role="primary"]:focus { border: 1px solid %(text)s; }
QPushButton[role="primary"]:disabled { background: %(border)s; color: %(muted)s; border-color: %(border)s; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: %(accent)s;
  padding: 3px 4px; }
QPushButton[role="link"]:focus { border: 1px solid %(accent)s; }
QToolButton { padding: 4px 8px; border: 1px solid transparent; border-radius: 5px; }
QToolButton:hover { background: %(hover)s; }
QToolButton:pressed, QToolButton:checked { background: %(selected)s; }
QToolBar { border: none; border-bottom: 1px solid %(border)s; background: %(window)s; spacing: 4px; padding: 4px 8px; }
QToolBar::separator { background: %(border)s; width: 1px; margin: 6px 4px; }
QStatusBar { border-top: 1px solid %(border)s; color: %(muted)s; }
QStatusBar::item { border: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  border: 1px solid %(border)s; border-radius: 5px; padding: 4px 6px; background: %(base)s;
  selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
  border: 1px solid %(accent)s; }
QLineEdit[faulty="true"], QPlainTextEdit[faulty="true"], QSpinBox[faulty="true"], QDoubleSpinBox[faulty="true"],
QComboBox[faulty="true"] { border: 1px solid %(danger)s; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; }
QComboBox { padding-right: 24px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; width: 20px; border: none; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; width: 20px; border: none; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
  image: url("%(icons)s/arrow_up_%(name)s.svg"); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
  image: url("%(icons)s/arrow_down_%(name)s.svg"); width: 10px; height: 10px; }
QComboBox::drop-down { subcontrol-position: center right; width: 24px; border: none; }
QComboBox::down-arrow { image: url("%(icons)s/arrow_down_%(name)s.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { border: 1px solid %(border)s; background: %(raised)s; padding: 4px; }
QToolButton::menu-indicator { image: url("%(icons)s/arrow_down_%(name)s.svg"); width: 10px; height: 10px;
  subcontrol-position: center right; right: 4px; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QListView::item { padding: 5px 8px; border-radius: 4px; }
QTableView, QListView, QTreeView { border: none; background: %(base)s; outline: none;
  selection-background-color: %(selected)s; selection-color: %(text)s; }
QHeaderView::section { background: %(window)s; color: %(muted)s; border: none; border-bottom: 1px solid %(border)s;
  padding: 6px 8px; }
QSplitter::handle { background: transparent; }
QTabBar::tab { padding: 6px 12px; border: none; border-bottom: 2px solid transparent; color: %(muted)s; }
QTabBar::tab:selected { color: %(text)s; border-bottom: 2px solid %(accent)s; }
QTabBar::tab:focus { color: %(accent)s; }
QTabWidget::pane { border: none; border-top: 1px solid %(border)s; }
QTableWidget::item { padding: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: %(border)s; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: %(muted)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { border: 1px solid %(border)s; padding: 4px; background: %(raised)s; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: %(selected)s; color: %(text)s; }
QMenu::item:disabled { color: %(muted)s; }
QMenu::separator { height: 1px; background: %(border)s; margin: 4px 8px; }
"""


@cache
def _svg(name: str) -> bytes:
    return (_ICONS / f"{name}.svg").read_bytes()


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    drawn = QIcon()
    for size_px in _ICON_SIZES:
        for ratio in (1.0, 2.0):
            drawn.addPixmap(_pixmap(name, size_px, colour, ratio))
            drawn.addPixmap(_pixmap(name, size_px, disabled, ratio), QIcon.Mode.Disabled)
    return drawn


@cache
def _pixmap(name: str, size_px: int, colour: str, ratio: float) -> QPixmap:
    return _drawn(_svg(name).replace(b"#000", colour.encode()), size_px, ratio)


def _drawn(svg: bytes, size_px: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg))
    picture = QPixmap(QSize(size_px, size_px) * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
