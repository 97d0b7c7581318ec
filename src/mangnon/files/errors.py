"""Refusals of files."""

from mangnon.kernel.refusals import Refusal

NOTHING_STORED = "Tệp chưa được lưu, các nội dung khác không bị thay đổi."


class FileRefused(Refusal):
    """The file is not of a kind that is kept, is damaged, or carries what may do harm. `code` says which."""

    code = "file_refused"


class StoreFull(Refusal):
    """There is no room: nothing of the file was stored."""

    code = "store_full"


class ContentGone(Refusal):
    """The record is there, its bytes are not, or are not those that were stored."""

    code = "content_gone"
