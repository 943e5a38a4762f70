"""The service at a glance: what waits and runs, how fast it goes, who works, and how the limits move."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.core.samples import Samples, success_rate
from desktop.i18n import known, tr, trn
from desktop.widgets.line_plot import LinePlot

TILES = ("waiting", "running", "throughput", "wait", "left", "success", "workers")
#: Lines of the limits' plot take these in turn.
LINE_COLOURS = ("accent", "success", "warning", "danger", "muted")


class Dashboard(QScrollArea):
    """Figures and plots of the last ten minutes.

    Args:
        kind_title: what people call a kind.
        left_in_words: the time left of all live jobs, as a range in words.
        duration_in_words: seconds in words.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        kind_title: Callable[[str], str],
        left_in_words: Callable[[], str],
        duration_in_words: Callable[[float], str],
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind_title, self._left_in_words, self._duration = kind_title, left_in_words, duration_in_words
        self._clock = clock
        self._samples = Samples()
        self._figures: Mapping[str, Any] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        self._tiles = {name: _Tile(inside) for name in TILES}
        self._queue_plot, self._speed_plot = LinePlot(inside), LinePlot(inside)
        self._limit_plot = LinePlot(inside, steps=True)
        self._plots = {
            "queue": _Card(self._queue_plot, inside),
            "speed": _Card(self._speed_plot, inside),
            "limits": _Card(self._limit_plot, inside),
        }
        self._kinds = _Figures(inside)
        self._kinds_card = _Card(self._kinds, inside)
        self._arrange(inside)
        self.setWidget(inside)
        self.retranslate()

    def heard(self, figures: Mapping[str, Any]) -> None:
        """Take in an answer of ``GET /v1/queue``."""
        self._figures = figures
        self._samples.add(self._clock(), figures)
        if self.isVisible():
            self._show()

    def forget(self) -> None:
        """Another server: nothing is known of it."""
        self._samples.clear()
        self._figures = {}
        self._show()

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        names = {
            "waiting": tr("Waiting"),
            "running": tr("Running"),
            "throughput": tr("Finished per minute"),
            "wait": tr("Wait for a new job"),
            "left": tr("Your jobs need"),
            "success": tr("Succeeded"),
            "workers": tr("Workers"),
        }
        for name, tile in self._tiles.items():
            tile.call(names[name])
        self._plots["queue"].call(tr("Waiting and running"))
        self._plots["speed"].call(tr("Finished per minute"))
        self._plots["limits"].call(tr("Jobs at once, by kind"))
        self._kinds_card.call(tr("Kinds"))
        for plot, name in (
            (self._queue_plot, tr("Waiting and running")),
            (self._speed_plot, tr("Finished per minute")),
            (self._limit_plot, tr("Jobs at once, by kind")),
        ):
            plot.setAccessibleName(name)
        self._kinds.setAccessibleName(tr("Kinds"))
        self.setAccessibleName(tr("Dashboard"))
        self._show()

    def showEvent(self, event: Any) -> None:
        """Catch up with what was heard while it was hidden."""
        super().showEvent(event)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _arrange(self, inside: QWidget) -> None:
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        column.setSpacing(2 * theme.GRID)
        tiles = QHBoxLayout()
        tiles.setSpacing(2 * theme.GRID)
        for tile in self._tiles.values():
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        plots = QGridLayout()
        plots.setSpacing(2 * theme.GRID)
        for index, card in enumerate(self._plots.values()):
            plots.addWidget(card, 0, index)
            plots.setColumnStretch(index, 1)
        column.addLayout(plots, 2)
        column.addWidget(self._kinds_card, 3)

    def _show(self) -> None:
        figures, samples = self._figures, self._samples
        rate, success = samples.throughput_per_minute(), success_rate(figures)
        workers = figures.get("workers", [])
        at_once = sum(int(worker.get("threads", 0)) for worker in workers)
        unknown = "—"
        values = {
            "waiting": f"{figures['waiting']:,}" if figures else unknown,
            "running": f"{figures['running']:,}" if figures else unknown,
            "throughput": unknown if rate is None else f"{rate:,.1f}",
            "wait": self._duration(float(figures.get("estimated_wait_s") or 0)) if figures else unknown,
            "left": self._left_in_words() or unknown,
            "success": unknown if success is None else f"{success:.0%}",
            "workers": f"{len(workers):,}" if figures else unknown,
        }
        for name, tile in self._tiles.items():
            tile.show_value(values[name])
        self._tiles["workers"].note(
            trn("{n} job at once", "{n} jobs at once", at_once) if workers else tr("none online") if figures else ""
        )
        self._tiles["waiting"].note(tr("at most {n} of late", n=figures.get("peak_waiting", 0)) if figures else "")
        self._tiles["running"].note(tr("at most {n} of late", n=figures.get("peak_running", 0)) if figures else "")
        self._queue_plot.show_lines(
            [
                (tr("Waiting"), samples.series("waiting"), "waiting"),
                (tr("Running"), samples.series("running"), "running"),
            ]
        )
        self._plots["queue"].legend([(tr("Waiting"), "waiting"), (tr("Running"), "running")])
        self._speed_plot.show_lines([(tr("Finished per minute"), samples.throughput_series(), "success")])
        busy = [name for name in figures.get("kinds", {}) if _of_interest(figures["kinds"][name])]
        lines = [
            (self._kind_title(name), samples.limit_series(name), LINE_COLOURS[index % len(LINE_COLOURS)])
            for index, name in enumerate(busy[: len(LINE_COLOURS)])
        ]
        self._limit_plot.show_lines(lines)
        self._plots["limits"].legend([(name, colour) for name, _, colour in lines])
        self._kinds.show_kinds(figures.get("kinds", {}), self._kind_title, self._duration)


def _of_interest(kind: Mapping[str, Any]) -> bool:
    """Return whether a kind's limit is worth a line: it was used, or it is not where it usually is."""
    limit = kind.get("limit") or {}
    return bool(kind.get("processed") or kind.get("backlog")) or limit.get("current") != limit.get("default")


class _Tile(QFrame):
    """One figure with its name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._name, self._value, self._note = QLabel(self), QLabel(self), QLabel(self)
        self._name.setProperty("role", "muted")
        self._note.setProperty("role", "muted")
        font = theme.numbers(self._value.font())
        font.setPointSizeF(font.pointSizeF() * 1.6)
        self._value.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, theme.GRID + theme.HALF, 2 * theme.GRID, theme.GRID + theme.HALF)
        column.setSpacing(theme.HALF)
        for label in (self._name, self._value, self._note):
            column.addWidget(label)

    def call(self, name: str) -> None:
        self._name.setText(name)
        self._said()

    def show_value(self, value: str) -> None:
        self._value.setText(value)
        self._said()

    def note(self, text: str) -> None:
        self._note.setText(text)

    def _said(self) -> None:
        self.setAccessibleName(f"{self._name.text()}: {self._value.text()}")


class _Card(QFrame):
    """A panel with a heading, and names of lines beside it."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._name, self._legend = QLabel(self), QLabel(self)
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        self._legend.hide()
        bold = self._name.font()
        bold.setBold(True)
        self._name.setFont(bold)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, theme.GRID + theme.HALF, 2 * theme.GRID, theme.GRID + theme.HALF)
        column.setSpacing(theme.GRID)
        column.addWidget(self._name)
        column.addWidget(content, 1)
        column.addWidget(self._legend)

    def call(self, name: str) -> None:
        self._name.setText(name)

    def legend(self, names: list[tuple[str, str]]) -> None:
        shown = theme.colours()
        self._legend.setVisible(len(names) > 1)
        self._legend.setText(
            " &nbsp; ".join(
                f'<span style="color:{getattr(shown, colour).name()}">●</span> {name}' for name, colour in names
            )
        )


class _Figures(QTableWidget):
    """A line of figures for each kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 7, parent)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setMinimumHeight(200)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)

    def show_kinds(
        self,
        kinds: Mapping[str, Mapping[str, Any]],
        kind_title: Callable[[str], str],
        duration: Callable[[float], str],
    ) -> None:
        """Show what waits, runs and ended of each kind, and its limit with the reason for it."""
        heads = (
            tr("Kind"), tr("Waiting"), tr("Running"), tr("At once"), tr("Succeeded"), tr("Failed"), tr("Wait"),
        )  # fmt: skip
        self.setRowCount(len(kinds))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for column, text in enumerate(heads):
            head = QTableWidgetItem(text)
            head.setTextAlignment(right if column else left)
            self.setHorizontalHeaderItem(column, head)
        for row, (name, kind) in enumerate(kinds.items()):
            limit = kind.get("limit") or {}
            failed = int(kind.get("failed", 0)) + int(kind.get("timed_out", 0))
            cells = (
                kind_title(name),
                f"{kind.get('waiting', 0):,}",
                f"{kind.get('running', 0):,}",
                tr("paused") if kind.get("paused") else f"{limit.get('current', 0)} / {limit.get('max', 0)}",
                f"{kind.get('succeeded', 0):,}",
                f"{failed:,}",
                duration(float(kind.get("estimated_wait_s") or 0)),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(right if column else left)
                if column == 3:
                    item.setToolTip(known(str(limit.get("reason", ""))))
                self.setItem(row, column, item)
