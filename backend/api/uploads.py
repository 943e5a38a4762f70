"""Reading an uploaded file from a request, as a form or as the bare body, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

import falcon
from falcon.media.multipart import BodyPart, MultipartFormHandler

from backend.api.body import PIECE_BYTES, RequestBody
from backend.api.file_names import UNNAMED, name_in_disposition, plain_file_name
from backend.api.refusals import MalformedBody
from backend.errors import Fault, FileTooLarge, InvalidRequest

#: What a form may hold besides the file: boundaries, headers, a few small fields.
FORM_OVERHEAD_BYTES = 65_536


class Upload:
    """One file in a request.

    ``name`` is final only when ``pieces`` has come to its end: a form tells it on the way.

    Args:
        request: the request; its body is a ``multipart/form-data`` form with one file, or the file itself.
        max_bytes: the largest file to take, bytes.
        name: what to call the file whatever the body says; None takes the body's word.

    Raises:
        FileTooLarge: when the request says at once that it is larger.
        InvalidRequest: when the name isn't acceptable.
    """

    def __init__(self, request: falcon.Request, *, max_bytes: int, name: str | None) -> None:
        self.name = UNNAMED
        self._named = name is not None
        self._content_type = request.content_type or ""
        self._is_form = self._content_type.partition(";")[0].strip().lower() == "multipart/form-data"
        self._limit_bytes = max_bytes + (FORM_OVERHEAD_BYTES if self._is_form else 0)
        self._body = RequestBody(request, max_bytes=self._limit_bytes, too_large=lambda: FileTooLarge(max_bytes))
        self._take_name(name if name is not None else name_in_disposition(request.get_header("Content-Disposition")))

    def pieces(self) -> Iterator[bytes]:
        """Yield the file's bytes; ends only when the whole request was read and found in order.

        Raises:
            InvalidRequest: when there is no file, more than one, an empty one, or one with an unacceptable name.
            MalformedBody: when the form can't be read.
            BodyInterrupted: when the body ended too early.
            FileTooLarge: when the body is larger than allowed.
        """
        empty = True
        for piece in self._form_pieces() if self._is_form else iter(self._body.read, b""):
            empty = False
            yield piece
        if empty:
            raise InvalidRequest([Fault("/file", "The file is empty.")])

    def _form_pieces(self) -> Iterator[bytes]:
        found = False
        try:
            form = MultipartFormHandler().deserialize(self._body, self._content_type, self._limit_bytes)
            for part in form:
                if not part.filename:
                    continue  # an ordinary field, or a file input left empty
                if found:
                    raise InvalidRequest([Fault("/file", "Send one file a request.")])
                found = True
                yield from self._part_pieces(part)
        except UnicodeError:
            raise MalformedBody("The form's headers aren't UTF-8.") from None
        except falcon.MediaMalformedError as error:
            raise MalformedBody(f"The form can't be read: {error.description}.") from None
        if not found:
            raise InvalidRequest([Fault("/file", "The form holds no file: a part with a file name is needed.")])

    def _part_pieces(self, part: BodyPart) -> Iterator[bytes]:
        if not self._named:
            self._take_name(part.filename)
        return iter(lambda: part.stream.read(PIECE_BYTES), b"")

    def _take_name(self, sent: str | None) -> None:
        if not sent:
            return
        try:
            self.name = plain_file_name(sent)
        except ValueError as error:
            raise InvalidRequest([Fault("/name", str(error))]) from None
