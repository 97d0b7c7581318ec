"""The door of `files`."""

from mangnon.files.errors import ContentGone, FileRefused, StoreFull
from mangnon.files.models import StoredFile
from mangnon.files.previews import preview_of
from mangnon.files.rules import clean_name, disposition, kind_of
from mangnon.files.services import Fault, orphans, store_file, sweep_orphans, verify_files
from mangnon.files.serving import file_response, picture_response
from mangnon.files.store import content_of

__all__ = [
    "ContentGone",
    "Fault",
    "FileRefused",
    "StoreFull",
    "StoredFile",
    "clean_name",
    "content_of",
    "disposition",
    "file_response",
    "kind_of",
    "orphans",
    "picture_response",
    "preview_of",
    "store_file",
    "sweep_orphans",
    "verify_files",
]
