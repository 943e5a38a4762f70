"""``/v1/drafts``: put, look at, change and delete drafts, the timelines that jobs save.

A draft is a document of its caller's: GET gives what PUT takes, its version is the ETag. What is known of it beside
that (times, size) is in the list, and in the answers of PUT and PATCH.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import falcon

from backend.api.body import read_json
from backend.api.caller import owner_of
from backend.api.contents import has_current
from backend.api.documents import draft_document, draft_url
from backend.api.merge_patch import merged
from backend.api.named_files import NamedFile, NamedFiles, missing_among
from backend.api.query import Query
from backend.api.refusals import WrongContentType
from backend.catalogue import DRAFT_ID_PATTERN, NO_DRAFT_ID
from backend.drafts import parse, vocabulary
from backend.engine.drafts import ANY, Condition
from backend.errors import (
    CursorExpired,
    DraftChanged,
    DraftNotFound,
    DraftTooLarge,
    Fault,
    FilesMissing,
    InvalidRequest,
)
from backend.settings import Settings
from backend.storage import Storage

if TYPE_CHECKING:
    from backend.engine.drafts import DraftRecord
    from backend.engine.engine import Engine

MAX_PAGE = 500
DEFAULT_PAGE = 50

#: How often a change is made anew because somebody else's came in between.
MOST_TRIES = 10

PATCH_TYPES = ("application/merge-patch+json", "application/json")


class Drafts:
    """All of the caller's drafts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        """List them, the last created first."""
        query = Query(request, {"limit", "page"})
        limit = query.whole_number("limit", default=DEFAULT_PAGE, low=1, high=MAX_PAGE)
        page = query.word("page")
        query.refuse_faults()
        try:
            found = self._engine.drafts.page(owner_of(request), limit=limit, page=page or None)
        except CursorExpired:
            raise InvalidRequest([Fault("/page", "Takes the value of next in an earlier answer.")]) from None
        response.media = {"drafts": [draft_document(draft) for draft in found.drafts], "next": found.next}

    on_head = on_get


class DraftVocabulary:
    """``GET /v1/drafts/vocabulary``: the words a timeline may use, such as the names of transitions."""

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        """List them; 304 when the caller has them already."""
        text, tag = vocabulary.encoded()
        response.set_header("ETag", f'"{tag}"')
        response.set_header("Cache-Control", "no-cache")
        if has_current(request, tag):
            response.status = falcon.HTTP_304
        else:
            response.content_type = falcon.MEDIA_JSON
            response.data = text

    on_head = on_get


class OneDraft:
    """One draft."""

    def __init__(self, engine: Engine, storage: Storage, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._files = NamedFiles(engine, storage)

    def on_get(self, request: falcon.Request, response: falcon.Response, draft_id: str) -> None:
        """Answer with the timeline; 304 when the caller has this version already."""
        draft = self._engine.drafts.get(_checked(draft_id), owner_of(request))
        response.set_header("ETag", f'"{draft.record.version}"')
        response.set_header("Cache-Control", "no-cache")
        if has_current(request, str(draft.record.version)):
            response.status = falcon.HTTP_304
        else:
            response.content_type = falcon.MEDIA_JSON
            response.text = draft.document

    on_head = on_get

    def on_put(self, request: falcon.Request, response: falcon.Response, draft_id: str) -> None:
        """Create the draft, or replace what it was; If-Match and If-None-Match are obeyed."""
        if not DRAFT_ID_PATTERN.fullmatch(draft_id):
            raise InvalidRequest([Fault("/draft_id", NO_DRAFT_ID)])
        document = read_json(request, self._settings)
        record = self._write(draft_id, document, owner_of(request), _condition(request))
        _tell(response, record)
        if record.version == record.first_version:
            response.status = falcon.HTTP_201
            response.location = draft_url(draft_id)

    def on_patch(self, request: falcon.Request, response: falcon.Response, draft_id: str) -> None:
        """Change the draft by a JSON Merge Patch; nobody else's change gets lost by it.

        Source: RFC 7386.
        """
        content_type = (request.content_type or "").partition(";")[0].strip().lower()
        if content_type not in PATCH_TYPES:
            response.set_header("Accept-Patch", ", ".join(PATCH_TYPES))
            raise WrongContentType(f"Send a JSON Merge Patch, with the header Content-Type: {PATCH_TYPES[0]}.")
        patch, owner, condition = read_json(request, self._settings), owner_of(request), _condition(request)
        for tries_left in reversed(range(MOST_TRIES)):
            draft = self._engine.drafts.get(_checked(draft_id), owner)
            version = str(draft.record.version)
            _refuse_unless(condition, draft_id, version)
            try:
                record = self._write(
                    draft_id, merged(json.loads(draft.document), patch), owner, Condition(one_of=[version])
                )
            except DraftChanged:
                if tries_left:
                    continue
                raise
            _tell(response, record)
            return

    def on_delete(self, request: falcon.Request, response: falcon.Response, draft_id: str) -> None:
        """Delete the draft; jobs that save it have what they need of it."""
        self._engine.drafts.delete(_checked(draft_id), owner_of(request), _condition(request))
        response.status = falcon.HTTP_204

    def _write(self, draft_id: str, document: Any, owner: str, condition: Condition) -> DraftRecord:
        """Validate a timeline as a whole and keep it as it was sent."""
        parsed = parse(document)
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        if len(text.encode()) > self._settings.max_json_bytes:
            raise DraftTooLarge(self._settings.max_json_bytes)
        files = [NamedFile(*named) for named in parsed.files()]
        missing, wrong = self._files.check(files, owner)
        if missing or wrong:
            raise InvalidRequest(missing + wrong)
        try:
            return self._engine.drafts.put(
                draft_id,
                owner,
                name=parsed.name,
                document=text,
                file_ids=[named.file_id for named in files],
                condition=condition,
            )
        except FilesMissing as error:
            raise InvalidRequest(missing_among(files, error.file_ids)) from None


def _checked(draft_id: str) -> str:
    if not DRAFT_ID_PATTERN.fullmatch(draft_id):
        raise DraftNotFound(draft_id[:100])
    return draft_id


def _tell(response: falcon.Response, record: DraftRecord) -> None:
    response.set_header("ETag", f'"{record.version}"')
    response.media = draft_document(record)


def _condition(request: falcon.Request) -> Condition:
    """Read If-Match and If-None-Match; what can't be read is what no version is.

    Source: RFC 9110 section 13.1: If-Match compares strongly, If-None-Match weakly.
    """
    one_of = none_of = None
    if request.get_header("If-Match") is not None:
        one_of = _versions(tag for tag in request.if_match or () if tag == ANY or not getattr(tag, "is_weak", False))
    if request.get_header("If-None-Match") is not None:
        none_of = _versions(request.if_none_match or ())
    return Condition(one_of, none_of)


def _versions(tags: Iterable[str]) -> list[str]:
    return [str(tag) for tag in tags if tag == ANY or re.fullmatch(r"[0-9]{1,20}", tag)]


def _refuse_unless(condition: Condition, draft_id: str, version: str) -> None:
    """Hold a condition against a version that is there.

    Raises:
        DraftChanged: when it isn't met.
    """
    asked = condition.one_of is None or ANY in condition.one_of or version in condition.one_of
    spared = condition.none_of is None or not (ANY in condition.none_of or version in condition.none_of)
    if not (asked and spared):
        raise DraftChanged(draft_id, int(version))
