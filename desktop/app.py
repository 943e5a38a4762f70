"""The program ``sluice-desktop``: reads its options, wires the parts together, runs until the window closes."""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import platformdirs
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop import theme
from desktop.core.addresses import NotAnAddress, address_of
from desktop.core.credentials import Credentials
from desktop.core.errors import ClientError
from desktop.core.words import explain
from desktop.i18n import LANGUAGES, tr
from desktop.language import speak
from desktop.preferences import LOCAL_SERVER, Preferences
from desktop.single import Single
from desktop.views.connect import ConnectDialog, Outcome
from desktop.views.main_window import MainWindow
from desktop.workers.local_service import LocalService
from desktop.workers.probe import Probe
from desktop.workers.service import Service

#: How often Python gets a turn to see Ctrl-C while nothing else happens.
SIGNALS_MS = 250


class Client(QObject):
    """The whole client: one window, the server it shows, and a service of this computer if it started one.

    Args:
        application: Qt's.
        folder: where preferences, cache and outbox lie.
    """

    _local_ready = Signal(bool, str)
    _key_found = Signal(object)

    def __init__(self, application: QApplication, folder: Path) -> None:
        super().__init__(application)
        self._application, self._folder = application, folder
        self.preferences = Preferences(folder / "preferences.ini")
        self._credentials = Credentials()
        self._key = ""
        self._probe = Probe(self)
        self._local: LocalService | None = None
        self._dialog: ConnectDialog | None = None
        self.window: MainWindow | None = None
        self._local_ready.connect(self._local_answered)
        self._key_found.connect(self._use_found_key)
        theme.use(self.preferences.theme)
        speak(self.preferences.language)

    # --- which server -----------------------------------------------------------------------------------

    def start(self, server: str, *, local: bool) -> None:
        """Open the window for a server; the first run without any asks for one.

        Args:
            server: its address; empty for the last one.
            local: whether the service of this computer is wanted, started if none runs.
        """
        if local:
            self.use_local()
        elif server or self.preferences.server:
            self.open(server or self.preferences.server)
        else:
            self.ask_for_server()

    def open(self, server: str, key: str | None = None) -> None:
        """Show a server, in the place of the one before.

        Args:
            server: its address.
            key: its key; None for the one in the keyring. A keyring may take long to open, so it is asked in a thread;
                the list out of the cache does not wait for it.
        """
        if key is None:
            self._in_thread(lambda: self._key_found.emit((server, self._credentials.key(server))))
            key = ""
        self._close_window()
        self.preferences.server = server
        service = Service(server, self._folder, api_key=key)
        self._key = key
        window = MainWindow(service, self.preferences)
        window.connect_wanted.connect(self.ask_for_server)
        window.closed.connect(self._window_closed)
        self.window = window
        service.jobs_reset.connect(_settle)
        window.show()
        service.start()

    def use_local(self) -> None:
        """Show the service of this computer; start it if nothing answers there."""
        self._probe.ask(LOCAL_SERVER, "", self._local_probed)

    def ask_for_server(self) -> None:
        """Ask for address and key."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        server = self.preferences.server
        dialog = ConnectDialog(
            server,
            self._key,
            self._test,
            key_note=self._credentials.note,
            has_local=LocalService.command() is not None,
            parent=self.window,
        )
        dialog.chosen.connect(self._chosen)
        dialog.local_wanted.connect(self.use_local)
        dialog.finished.connect(self._dialog_closed)
        self._dialog = dialog
        dialog.open()

    def come_forward(self) -> None:
        """Show the window before all others."""
        if self.window is not None:
            self.window.come_forward()

    # --- inside -----------------------------------------------------------------------------------------

    def _test(self, server: str, key: str, told: object) -> None:
        def heard(failure: ClientError | None) -> None:
            assert callable(told)  # noqa: S101 - said to the type checker
            if failure is None:
                told(Outcome(True, ""))
            else:
                said = explain(failure)
                told(Outcome(False, f"{said.what}. {said.why}".strip(), said.todo))

        self._probe.ask(server, key, heard)

    def _chosen(self, chosen: tuple[str, str]) -> None:
        server, key = chosen
        self._in_thread(lambda: self._keep(server, key))
        self.open(server, key)

    def _keep(self, server: str, key: str) -> None:
        self._credentials.keep(server, key)
        self._key_found.emit((server, key))

    def _use_found_key(self, found: tuple[str, str]) -> None:
        """Go on with a key that has come out of the keyring, or was put there."""
        server, key = found
        if self.window is None or server != self.preferences.server:
            return
        if key != self._key:
            self._key = key
            self.window.service.use_key(key)
        if self._credentials.note and key:
            self.window.toast.say(self._credentials.note, for_ms=10_000)

    @staticmethod
    def _in_thread(work: Callable[[], object]) -> None:
        threading.Thread(target=work, daemon=True).start()

    def _dialog_closed(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if not result and self.window is None:
            self._application.quit()

    def _local_probed(self, failure: ClientError | None) -> None:
        if failure is None:
            self.open(LOCAL_SERVER)
            return
        if self._local is not None and self._local.runs:
            return  # asked for twice: the first one is on its way, and a second would never be stopped
        port = urlsplit(LOCAL_SERVER).port or 80
        self._local = LocalService(self._folder, port)
        self.open(LOCAL_SERVER)
        if self.window is not None:
            self.window.toast.say(tr("Starting the service on this computer…"), for_ms=60_000)
        self._local.start(self._local_ready.emit)

    def _local_answered(self, ready: bool, said: str) -> None:
        if self.window is None:
            return
        if ready:
            self.window.toast.say(tr("The service on this computer is ready"))
            self.window.service.refresh()
        else:
            self.window.toast.say(
                tr("The service on this computer did not start. {reason}", reason=said).strip(), for_ms=20_000
            )

    def _close_window(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.closed.disconnect()
            window.close()
            window.service.stop()
            window.deleteLater()

    def _window_closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.service.stop()
        if self._local is not None:
            self._local.stop()
        self._application.quit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the client.

    Args:
        arguments: those of the command line; None for the real ones.

    Returns:
        the exit code: 0 after the window was closed, 2 for wrong options.
    """
    options = _options(arguments)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - said to the type checker
    application.setApplicationName("sluice-desktop")
    application.setApplicationDisplayName("Sluice")
    application.setDesktopFileName("io.github.sluice.Sluice")
    application.setWindowIcon(theme.application_icon())
    application.setQuitOnLastWindowClosed(False)
    folder = Path(options.data or platformdirs.user_data_path("sluice-desktop"))
    folder.mkdir(parents=True, exist_ok=True)
    single = Single(folder, application)
    if not single.first():
        return 0
    client = Client(application, folder)
    if options.language:
        speak(options.language)
    if options.theme:
        theme.use(options.theme)
    single.knocked.connect(client.come_forward)
    _obey_signals(application, client)
    sys.excepthook = _report
    QTimer.singleShot(0, lambda: client.start(options.server or "", local=options.local))
    if options.smoke:
        QTimer.singleShot(0, lambda: _smoke(client))
    return int(application.exec())


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sluice-desktop", description="Submits jobs to a Sluice service, watches them, keeps what they made."
    )
    parser.add_argument(
        "--server", type=_address, default=None, metavar="URL", help="the service (default: the last one)"
    )
    parser.add_argument("--local", action="store_true", help="the service of this computer, started if none runs")
    parser.add_argument("--data", metavar="DIR", help="where preferences, cache and unsent jobs lie")
    parser.add_argument("--language", choices=sorted(LANGUAGES), help="for this time")
    parser.add_argument("--theme", choices=theme.CHOICES, help="for this time")
    parser.add_argument("--version", action="version", version=f"sluice-desktop {_version()}")
    parser.add_argument("--smoke", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _address(text: str) -> str:
    try:
        return address_of(text)
    except NotAnAddress as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _version() -> str:
    try:
        return version("sluice-jobs")
    except PackageNotFoundError:  # a packaged application carries no metadata
        return "0"


def _settle() -> None:
    """Take what will stay out of the collector's rounds, which otherwise stop the window for 20 ms now and then."""
    gc.collect()
    gc.freeze()


def _obey_signals(application: QApplication, client: Client) -> None:
    """Close in order at Ctrl-C and SIGTERM; Python sees them only when it gets a turn."""
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: client.window.close() if client.window else application.quit())
    turn = QTimer(application)
    turn.timeout.connect(lambda: None)
    turn.start(SIGNALS_MS)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write what went wrong in a slot where it can be found, and go on: the window is worth more than one click."""
    traceback.print_exception(kind, error, trace)


def _smoke(client: Client) -> None:
    """Close once something has been painted: proves that a packaged application starts."""
    if client.window is not None and client.window.isVisible() and not client.window.grab().isNull():
        client.window.close()
    else:
        QTimer.singleShot(50, lambda: _smoke(client))


if __name__ == "__main__":
    sys.exit(main())
