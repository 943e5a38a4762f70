"""The entry point of ``sluice``: options, dispatch, and errors in people's words."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from backend.cli import doctor, drafts, fetch, jobs, queue, service, submit
from backend.cli.connect import client_options
from backend.cli.refusals import ServerRefused, ServerUnreachable
from backend.cli.terminal import Terminal
from backend.errors import ConfigurationError, SluiceError

EXAMPLES = """\
examples:
  sluice up                                        start the service on this machine
  sluice submit selftest --set steps=3 --wait      run a job and watch it
  sluice submit beat_sync --file dance_file_id=dance.mp4 --file bgm_file_id=song.wav --wait
  sluice submit pdf_exam --file file_ids=week1.pdf --set counts.cloze=3 --wait
  sluice submit document_analysis --set url=https://example.org/paper.pdf --wait
  sluice jobs                                      what ran lately
  sluice fetch ID results/                         download what a job made

Every setting is in .env.example; `sluice COMMAND --help` tells a command's options.
"""

#: Exit codes beside 0. Wrong options end with 2 as well (argparse's own).
REFUSED, MISCONFIGURED, INTERRUPTED = 1, 2, 130


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="sluice",
        description="Runs minutes-long media and document jobs: submit, watch, fetch.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND")
    options = client_options()
    service.add_commands(commands)
    for add_commands in (
        submit.add_commands,
        jobs.add_commands,
        fetch.add_commands,
        drafts.add_commands,
        queue.add_commands,
        doctor.add_commands,
    ):
        add_commands(commands, options)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    terminal = Terminal()
    whole = parser()
    args = whole.parse_args(argv)
    if not hasattr(args, "run"):
        whole.print_help()
        return 0
    as_json = getattr(args, "json", False)
    try:
        code: int = args.run(args, terminal)
    except KeyboardInterrupt:
        terminal.end_progress()
        return INTERRUPTED
    except BrokenPipeError:
        _leave_quietly()
    except ConfigurationError as error:
        return _tell(terminal, error, as_json=as_json, code=MISCONFIGURED)
    except SluiceError as error:
        return _tell(terminal, error, as_json=as_json, code=REFUSED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _tell(terminal, SluiceError(f"{where}{error.strerror or error}"), as_json=as_json, code=REFUSED)
    return code


def _tell(terminal: Terminal, error: SluiceError, *, as_json: bool, code: int) -> int:
    terminal.end_progress()
    if not as_json:
        terminal.note(f"sluice: {error}")
        return code
    if isinstance(error, ServerRefused):
        document = {"status": error.status, **error.document}
    else:
        title = "No answer" if isinstance(error, ServerUnreachable) else type(error).__name__
        document = {"type": "about:blank", "title": title, "detail": str(error)}
    terminal.note(json.dumps(document, ensure_ascii=False))
    return code


def _leave_quietly() -> NoReturn:
    """End after the reader of a pipe has gone (``sluice jobs | head``): there is nobody left to tell."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
