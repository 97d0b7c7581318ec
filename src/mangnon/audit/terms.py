"""Words of evidence (docs/glossary.md)."""

from __future__ import annotations

from typing import Final

from django.db import models

# The act of a logged read (`record_read`); all other acts are named by the services that do them.
READ: Final = "read"
ARCHIVE: Final = "archive_audit"
RESTORE: Final = "restore_audit"
EXPORT: Final = "export_audit"


class Fault(models.TextChoices):
    """What a verification found wrong first."""

    ALTERED = "altered", "nội dung dòng đã bị sửa"
    MISSING = "missing", "thiếu dòng"
    SWAPPED = "swapped", "dòng bị đổi chỗ"
    INSERTED = "inserted", "có dòng bị chèn vào"
    UNLINKED = "unlinked", "dòng không nối với dòng trước nó"
    BACK_DATED = "back_dated", "thời điểm bị ghi lùi"
    HEAD = "head", "đầu chuỗi không khớp dòng cuối"
    ANCHOR = "anchor", "không khớp mốc neo"
    SEGMENT = "segment", "đoạn lưu trữ không khớp chuỗi"
