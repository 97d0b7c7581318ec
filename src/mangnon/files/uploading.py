"""Receiving a large file while the disk is full: the page is told, instead of the server failing in the middle."""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopFutureHandlers, TemporaryFileUploadHandler

from mangnon.files.store import is_full


class _NoRoom(SimpleUploadedFile):
    """What is left of a file that found no room while it was received: its name. Holds one sign, so that a form does
    not call it empty; `files.services.store_file` refuses it with the right words."""

    found_no_room = True


class RoomAwareUploadHandler(TemporaryFileUploadHandler):
    """Django's own, but that a full disk ends the file and not the request."""

    _is_lost = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; where it is to be written is asked now."""
        self._is_lost = False
        try:
            super().new_file(*args, **kwargs)
        except StopFutureHandlers:
            raise
        except OSError as error:
            self._lose(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; after the first that found no room the rest is read and dropped."""
        if self._is_lost:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._lose(error)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The file, or what is left of it."""
        if not self._is_lost:
            try:
                self.file.flush()
            except OSError as error:
                self._lose(error)
        if self._is_lost:
            return _NoRoom(self.file_name or "tep", b"\x00")
        return super().file_complete(file_size)

    def _lose(self, error: OSError) -> None:
        if not is_full(error):
            raise error
        self._is_lost = True
        with contextlib.suppress(OSError, AttributeError):
            self.file.close()
