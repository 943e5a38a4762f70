"""One dialog for address and key; it tests them before it believes them, and explains a failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.core.addresses import NotAnAddress, address_of, is_loopback
from desktop.i18n import tr
from desktop.preferences import LOCAL_SERVER


@dataclass(frozen=True)
class Outcome:
    """What a test of a connection found.

    Args:
        ok: whether a service answers and lets this key in.
        what: the finding in one sentence.
        advice: what to do about it; empty if it is well.
    """

    ok: bool
    what: str
    advice: str = ""


class ConnectDialog(QDialog):
    """Asks where the service is.

    Args:
        server: what stands in the field at first; empty at the first start.
        key: the key in use.
        test: tests a connection off the main thread: address, key, and who is told the ``Outcome`` in the main thread.
        key_note: how keys are kept on this computer; empty if as usual.
        has_local: whether the service can be started on this computer.
    """

    #: ``(address, key)``: tested, or taken though the test failed.
    chosen = Signal(object)
    #: The user wants the service of this computer.
    local_wanted = Signal()

    def __init__(
        self,
        server: str,
        key: str,
        test: Callable[[str, str, Callable[[Outcome], None]], None],
        *,
        key_note: str = "",
        has_local: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._test, self._asked = test, 0
        self._head, self._lead = QLabel(self), QLabel(self)
        self._address, self._key = QLineEdit(server, self), QLineEdit(key, self)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._address_name, self._key_name = QLabel(self), QLabel(self)
        self._address_name.setBuddy(self._address)
        self._key_name.setBuddy(self._key)
        self._reveal = QAction(self._key)
        self._reveal.setCheckable(True)
        self._reveal.toggled.connect(self._show_key)
        self._key.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)
        self._note = QLabel(key_note, self)
        self._note.setVisible(bool(key_note))
        self._warning = QLabel(self)
        self._finding, self._advice = QLabel(self), QLabel(self)
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(theme.HALF)
        self._local, self._anyway = QPushButton(self), QPushButton(self)
        self._cancel, self._connect = QPushButton(self), QPushButton(self)
        self._local.setVisible(has_local)
        self._arrange()
        self._address.textChanged.connect(self._changed)
        self._address.textEdited.connect(lambda _: self._forget_key())
        self._key.textChanged.connect(self._changed)
        self._connect.clicked.connect(self._try)
        self._cancel.clicked.connect(self.reject)
        self._local.clicked.connect(self._use_local)
        self._anyway.clicked.connect(self._take)
        self.retranslate()
        self._changed()

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self.setWindowTitle(tr("Connect to a service"))
        self._head.setText(tr("Where is your Sluice service?"))
        self._lead.setText(tr("Ask whoever runs it for the address and, if it wants one, your key."))
        self._address_name.setText(tr("&Address"))
        self._key_name.setText(tr("&Key"))
        self._address.setPlaceholderText(LOCAL_SERVER)
        self._address.setAccessibleName(tr("Address of the service"))
        self._key.setPlaceholderText(tr("none"))
        self._key.setAccessibleName(tr("Key"))
        self._reveal.setText(tr("Show the key"))
        self._reveal.setToolTip(tr("Show the key"))
        self._local.setText(tr("Use this &computer"))
        self._local.setToolTip(tr("Starts the service here if none runs"))
        self._anyway.setText(tr("Use it anyway"))
        self._cancel.setText(tr("Cancel"))
        self._connect.setText(tr("Connect"))
        for button in (self._local, self._anyway, self._cancel, self._connect):
            button.setAccessibleName(button.text().replace("&", ""))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show_key(self._reveal.isChecked())

    def _arrange(self) -> None:
        large = self._head.font()
        large.setPointSizeF(large.pointSizeF() * 1.35)
        large.setBold(True)
        self._head.setFont(large)
        for label in (self._lead, self._note):
            label.setProperty("role", "muted")
        self._warning.setProperty("role", "warning")
        self._finding.setProperty("role", "danger")
        for label in (self._lead, self._note, self._warning, self._finding, self._advice):
            label.setWordWrap(True)
        self._anyway.setProperty("role", "link")
        self._connect.setProperty("role", "primary")
        self._connect.setDefault(True)
        form = QFormLayout()
        form.setSpacing(theme.GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._address_name, self._address)
        form.addRow(self._key_name, self._key)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self._local)
        buttons.addStretch(1)
        buttons.addWidget(self._anyway)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._connect)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        column.setSpacing(theme.GRID)
        column.addWidget(self._head)
        column.addWidget(self._lead)
        column.addSpacing(theme.GRID)
        column.addLayout(form)
        for widget in (self._note, self._warning, self._busy, self._finding, self._advice):
            column.addWidget(widget)
        column.addSpacing(2 * theme.GRID)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(520)
        self._show_key(False)

    def _show_key(self, shown: bool) -> None:
        self._key.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._reveal.setIcon(theme.icon("eye", theme.colours().accent if shown else theme.colours().muted))

    def _changed(self) -> None:
        """Forget what was found about other values."""
        self._asked += 1
        for widget in (self._busy, self._finding, self._advice, self._anyway):
            widget.hide()
        self._connect.setEnabled(True)
        try:
            address = address_of(self._address.text())
        except NotAnAddress:
            address = ""
        open_key = address.startswith("http://") and not is_loopback(address) and bool(self._key.text())
        self._warning.setText(tr("Over http:// anyone on the way can read the key; https:// hides it."))
        self._warning.setVisible(open_key)

    def _forget_key(self) -> None:
        """Never show one server's key to another: it goes with the address that it was kept for."""
        if not self._key.isModified():
            self._key.clear()

    def _try(self) -> None:
        try:
            address = address_of(self._address.text())
        except NotAnAddress as wrong:
            self._explain(Outcome(False, str(wrong)), offer=False)
            self._address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._changed()
        asked = self._asked
        self._busy.show()
        self._connect.setEnabled(False)
        self._test(address, self._key.text().strip(), lambda outcome: self._heard(asked, outcome))

    def _heard(self, asked: int, outcome: Outcome) -> None:
        if asked != self._asked:
            return  # the values have changed meanwhile
        self._busy.hide()
        self._connect.setEnabled(True)
        if outcome.ok:
            self._take()
        else:
            self._explain(outcome, offer=True)

    def _explain(self, outcome: Outcome, *, offer: bool) -> None:
        self._finding.setText(outcome.what)
        self._finding.setAccessibleName(outcome.what)
        self._advice.setText(outcome.advice)
        self._finding.show()
        self._advice.setVisible(bool(outcome.advice))
        self._anyway.setVisible(offer)

    def _use_local(self) -> None:
        self.local_wanted.emit()
        self.accept()

    def _take(self) -> None:
        self.chosen.emit((address_of(self._address.text()), self._key.text().strip()))
        self.accept()
