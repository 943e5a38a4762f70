"""Every failure in words for people: what happened, why, and what to do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import PurePath

from desktop.core.errors import Busy, ClientError, Gone, LocalFailure, Refused, Stopped, Unauthorized, Unreachable
from desktop.i18n import N_, known, tr


@dataclass(frozen=True)
class Words:
    """A failure, said.

    Args:
        what: a short line: what happened.
        why: one sentence, or empty.
        todo: what to do about it, or empty.
    """

    what: str
    why: str = ""
    todo: str = ""

    @property
    def text(self) -> str:
        """All of it in one paragraph."""
        return " ".join(part for part in (self.what + ".", self.why, self.todo) if part)


#: By ``Unreachable.reason``: (why, what to do).
_UNREACHABLE = {
    "timed out": (N_("It did not answer in time."), N_("The list is kept; the client goes on trying.")),
    "connection refused": (
        N_("Nothing listens at {server}."),
        N_("Start the service there, or check the address and port."),
    ),
    "unknown host": (N_("No computer is known by the name in {server}."), N_("Check the address and your network.")),
    "connection failed": (
        N_("The connection to {server} broke."),
        N_("Check your network; the client goes on trying."),
    ),
    "not an address": (
        N_("\u201c{server}\u201d is no address of a server."),
        N_("It looks like http://127.0.0.1:8080."),
    ),
    "not a Sluice service": (
        N_("What answers at {server} is not a Sluice service."),
        N_("Check the address and port."),
    ),
    "certificate not trusted": (
        N_("The certificate of {server} is not one that this computer trusts."),
        N_("Check the address, or ask whoever runs the server."),
    ),
}

#: By ``problem``: (what, what to do). The server's own sentence is the why.
_PROBLEMS = {
    "invalid-request": (N_("Some values are not accepted"), N_("Correct the marked fields and send it again.")),
    "unknown-kind": (N_("The server does not know this kind of job"), N_("Choose another kind.")),
    "duplicate-job": (N_("The same work is waiting or running already"), N_("Wait for it, or cancel it first.")),
    "idempotency-conflict": (N_("This was sent before with other values"), N_("Send it as a new job.")),
    "files-missing": (N_("The server no longer has the files"), N_("Add the files again.")),
    "file-not-found": (N_("The server no longer has this file"), N_("Add the file again.")),
    "file-in-use": (N_("The file is in use"), N_("Wait until the jobs that need it have ended.")),
    "file-too-large": (N_("The file is too large for this server"), N_("Choose a smaller file.")),
    "body-too-large": (N_("This is too large for the server"), N_("Make it smaller.")),
    "draft-too-large": (N_("The timeline is too large"), N_("Split it into several drafts.")),
    "draft-changed": (N_("The draft was changed elsewhere"), N_("Load it again, or replace it by yours.")),
    "draft-not-found": (N_("The draft is gone"), N_("Save it again.")),
    "job-not-found": (N_("The server does not know this job"), N_("It may have been made on another server.")),
    "job-expired": (N_("The server has deleted this job"), N_("Submit it again if you still need it.")),
    "job-not-final": (N_("The job has not ended yet"), N_("Wait for it, or cancel it first.")),
    "job-not-waiting": (N_("The job is not waiting any more"), ""),
    "artifact-not-found": (N_("This file of the job is gone"), N_("Run the job again.")),
    "queue-full": (N_("The queue is full"), N_("It is sent by itself as soon as there is room.")),
    "store-unavailable": (N_("The server can't reach its store"), N_("The client goes on trying.")),
    "storage-unavailable": (N_("The server can't write its files"), N_("The client goes on trying.")),
}

#: By ``LocalFailure.reason``: (what, why, what to do).
_LOCAL = {
    "disk full": (
        N_("The disk is full"),
        N_("There is no room for \u201c{name}\u201d."),
        N_("Free some space or choose another folder, then try again."),
    ),
    "not allowed": (
        N_("No permission"),
        N_("\u201c{name}\u201d may not be read or written by you."),
        N_("Choose another file or folder, or change its permissions."),
    ),
    "missing": (
        N_("The file is gone"),
        N_("\u201c{name}\u201d is no longer where it was."),
        N_("Put it back, or choose it again."),
    ),
    "changed": (
        N_("The file has changed"),
        N_("\u201c{name}\u201d is not as it was when you chose it."),
        N_("Send it again to use it as it is now."),
    ),
    "damaged": (
        N_("The download is damaged"),
        N_("What arrived as \u201c{name}\u201d is not what the server has."),
        N_("Save it again."),
    ),
    "not a file": (N_("This is not a file"), N_("\u201c{name}\u201d is a folder or a device."), N_("Choose a file.")),
    "maybe sent": (
        N_("This may have been sent already"),
        N_("The client was closed at that moment, more than a day ago."),
        N_("Look whether the job is in the list; if not, send it again."),
    ),
}

#: By the code of a failed job: (what, what to do); the server's own sentence is the why.
_JOB_CODES = {
    "artifact_missing": (N_("The job did not make all its files"), N_("Try it again.")),
    "cannot_start": (N_("The worker could not start the job"), N_("Try it again later.")),
    "crashed": (N_("The job's process crashed"), N_("Try it again; if it crashes again, try other input.")),
    "damaged": (N_("The file is damaged"), N_("Open it with another program and save it anew, then try that.")),
    "disk_full": (N_("The worker's disk is full"), N_("Try it again later.")),
    "empty_file": (N_("The file is empty"), N_("Choose another file.")),
    "encrypted": (N_("The document is locked with a password"), N_("Remove the password and try that copy.")),
    "fetch_failed": (N_("The address could not be fetched"), N_("Open it in a browser; if it works there, try again.")),
    "fetch_refused": (N_("The address may not be fetched"), N_("Download the file yourself and add it as a file.")),
    "file_missing": (N_("A file of the job is gone"), N_("Submit it again with the file.")),
    "input_missing": (N_("A file of the job is gone"), N_("Submit it again with the file.")),
    "internal_error": (N_("Something went wrong inside the job"), N_("Copy the details and report them.")),
    "invalid_params": (N_("Some values are not accepted"), N_("Edit the values and submit it again.")),
    "is_live": (N_("This is a live stream"), N_("Wait until it has ended.")),
    "lost": (N_("Its worker was lost, several times"), N_("Try it again; smaller input may help.")),
    "needs_login": (N_("The address needs a login"), N_("Download the file yourself and add it as a file.")),
    "needs_ocr": (N_("The document is a scan without text"), N_("Run text recognition over it first.")),
    "network": (N_("The network failed during the job"), N_("Try it again.")),
    "no_captions": (N_("The video has no captions"), N_("Choose a video with captions.")),
    "no_text": (N_("The document holds no text"), N_("Choose a document with text.")),
    "not_a_pdf": (N_("The file is not a PDF"), N_("Choose a PDF.")),
    "not_enough_material": (N_("The material is too short for this"), N_("Ask for less, or add more documents.")),
    "not_found": (N_("There is nothing at the address"), N_("Check the address.")),
    "out_of_memory": (N_("The job ran out of memory"), N_("Try smaller input.")),
    "provider_not_configured": (N_("The server has no account with this provider"), N_("Choose another provider.")),
    "result_invalid": (N_("The job's result was not as promised"), N_("Copy the details and report them.")),
    "result_too_large": (N_("The job's result is too large"), N_("Try smaller input.")),
    "selftest_failed": (N_("The self-test failed as asked"), ""),
    "start_deadline_passed": (N_("It did not start in time"), N_("Submit it again when the queue is shorter.")),
    "throttled": (N_("The provider asked to slow down"), N_("Try it again later.")),
    "timed_out": (N_("It took longer than it may"), N_("Try smaller input.")),
    "too_large": (N_("The input is too large"), N_("Choose smaller input.")),
    "truncated_media": (N_("The video or sound breaks off"), N_("Export it anew and try that.")),
    "unreadable_video": (N_("The video can't be read"), N_("Convert it to MP4 and try that.")),
    "unsafe_document": (N_("The document may not be opened safely"), N_("Save it anew and try that.")),
    "unsupported_address": (N_("This kind of address is not supported"), N_("Use a web address.")),
    "unsupported_type": (N_("This type of file is not supported"), N_("Choose another file.")),
    "wrong_language": (N_("The language is not as asked"), N_("Choose the document's own language.")),
    "actor_error": (N_("Something went wrong inside the job"), N_("Copy the details and report them.")),
    "attachment_missing": (N_("The job's draft is gone"), N_("Save the draft and submit it again.")),
    "cannot_match": (N_("The movement does not fit the music"), N_("Try another song, or a longer video.")),
    "invalid_draft": (N_("The draft can't be saved as it is"), N_("Open the draft and correct it.")),
    "is_playlist": (N_("The address is a list of videos"), N_("Use the address of one video.")),
    "llm_bad_answer": (
        N_("The language model's answers were of no use"),
        N_("Try it again, or choose the offline writer."),
    ),
    "llm_unreachable": (
        N_("The language model does not answer"),
        N_("Try it again later, or choose the offline writer."),
    ),
    "media_changed": (N_("The file changed while it was read"), N_("Submit it again.")),
    "no_beats": (N_("No beats were found in the music"), N_("Choose a song with a clear beat.")),
    "no_sentences": (N_("The document has no whole sentences"), N_("Choose a document with running text.")),
    "no_sound": (N_("There is no sound in the file"), N_("Choose a file with sound.")),
    "no_video": (N_("There are no pictures in the file"), N_("Choose a video.")),
    "no_visual_beats": (N_("No beats were found in the movement"), N_("Choose a video in which somebody dances.")),
    "not_same_song": (
        N_("The music is not the song in the video"),
        N_("Choose the song that is heard, or let the film be moved onto its beats."),
    ),
    "nothing_shared": (N_("Video and music have nothing in common"), N_("Choose the song that is heard in the video.")),
    "other_tempo": (
        N_("The music does not have that tempo"),
        N_("Leave the tempo empty, or choose one that the message names."),
    ),
    "order_unclear": (
        N_("It is not clear whether the video was ordered"),
        N_("Look into the provider's console before you try it again."),
    ),
    "provider_key_refused": (N_("The provider does not accept the server's key"), N_("Tell whoever runs the server.")),
    "provider_trouble": (N_("The provider had trouble"), N_("Try it again later.")),
    "provider_unreachable": (N_("The provider does not answer"), N_("Try it again later.")),
    "too_short": (N_("It is too short for this"), N_("Choose something longer.")),
    "unproven": (N_("The answers could not be proven from the text"), N_("Try it again, or ask for less.")),
    "unreadable_media": (N_("The video or sound can't be read"), N_("Convert it to MP4 or WAV and try that.")),
    "unreadable_message": (N_("The worker could not read the job"), N_("Tell whoever runs the server.")),
}


def explain(error: ClientError) -> Words:
    """Say what went wrong between this client and the server."""
    match error:
        case Unreachable():
            said = _unreachable(error)
        case Busy():
            said = _busy(error)
        case Unauthorized():
            said = _unauthorized(error)
        case Refused():
            said = _refused(error)
        case LocalFailure():
            said = _local(error)
        case Stopped():
            said = Words(tr("Stopped"))
        case _:
            said = Words(tr("Something went wrong"), str(error), tr("Try again."))
    return said


def explain_job(code: str, message: str) -> Words:
    """Say why a job failed.

    Args:
        code: of its ``error``.
        message: the server's sentence; the catalogue may know it in the user's language.
    """
    if code not in _JOB_CODES:
        return Words(tr("The job failed"), known(message))
    what, todo = _JOB_CODES[code]
    return Words(tr(what), known(message), tr(todo) if todo else "")


def seconds_left(retry_at: float, now_s: float) -> int:
    """Return the whole seconds to show until a next try, at least 1."""
    return max(1, math.ceil(retry_at - now_s))


def _unreachable(error: Unreachable) -> Words:
    why, todo = _UNREACHABLE.get(error.reason, _UNREACHABLE["connection failed"])
    return Words(tr("The server can't be reached"), tr(why, server=error.server), tr(todo))


def _busy(error: Busy) -> Words:
    if error.problem in _PROBLEMS:
        what, todo = _PROBLEMS[error.problem]
        return Words(tr(what), "", tr(todo))
    if error.status == 429:
        return Words(tr("The server asks to slow down"), "", tr("The client tries again by itself."))
    return Words(tr("The server is busy"), "", tr("The client tries again by itself."))


def _unauthorized(error: Unauthorized) -> Words:
    if error.problem == "foreign-origin" or error.status == 403:
        return Words(tr("You may not do this"), known(error.detail), tr("Ask whoever runs the server for access."))
    return Words(
        tr("The server does not accept the key"),
        tr("It is missing, wrong or was revoked."),
        tr("Enter a valid API key in the connection settings."),
    )


def _refused(error: Refused) -> Words:
    why = known(error.detail)
    if error.problem == "invalid-request" and error.faults:
        why = " ".join(known(sentence) for sentence in list(error.faults.values())[:3])
    if error.problem in _PROBLEMS:
        what, todo = _PROBLEMS[error.problem]
        return Words(tr(what), why, tr(todo) if todo else "")
    if isinstance(error, Gone):
        return Words(tr("The server does not have it any more"), why, tr("Refresh the list."))
    return Words(known(error.title), why, "" if error.detail else tr("Copy the details and report them."))


def _local(error: LocalFailure) -> Words:
    name = PurePath(error.path).name or error.path
    if error.reason in _LOCAL:
        what, why, todo = _LOCAL[error.reason]
        return Words(tr(what), tr(why, name=name), tr(todo))
    return Words(tr("The file can't be used"), f"{name}: {error.reason}", tr("Choose another file or folder."))
