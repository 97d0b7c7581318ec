"""Choices of files (docs/glossary.md)."""

from django.db import models


class FileKind(models.TextChoices):
    """What a stored file is, told by its content. Nothing else is taken."""

    PDF = "pdf", "PDF"
    PNG = "png", "Ảnh PNG"
    JPEG = "jpeg", "Ảnh JPEG"
    WEBP = "webp", "Ảnh WebP"
    DOCX = "docx", "Văn bản Word"
    XLSX = "xlsx", "Bảng tính Excel"
    ODT = "odt", "Văn bản OpenDocument"
    ODS = "ods", "Bảng tính OpenDocument"
    CSV = "csv", "Bảng chữ phân cách (CSV)"
    TEXT = "txt", "Văn bản thuần"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.TEXT: "text/plain; charset=utf-8",
}
EXTENSIONS = {kind: "jpg" if kind == FileKind.JPEG else kind.value for kind in FileKind}
# Kinds of which a small picture can be made.
DRAWN = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.WEBP})
