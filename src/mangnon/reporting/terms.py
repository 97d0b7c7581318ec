"""Choices of reporting (docs/glossary.md)."""

from django.db import models


class Frequency(models.TextChoices):
    """How often a regime asks."""

    HALF_YEAR = "half_year", "6 tháng"
    ANNUAL = "annual", "Hằng năm"
    ADHOC = "adhoc", "Đột xuất"


class ReportState(models.TextChoices):
    """A report's way: accepted is frozen."""

    DRAFT = "draft", "Đang viết"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã chấp nhận"
    AMENDING = "amending", "Đang sửa đổi"


class EntryVerdict(models.TextChoices):
    """What the recipient says of one entry of a sending, before the whole is accepted or returned."""

    MET = "met", "Đạt"
    MEND = "mend", "Cần bổ sung"


class Stage(models.TextChoices):
    """Where an expected report stands on the board; computed, never stored."""

    NOT_STARTED = "not_started", "Chưa viết"
    WRITING = "writing", "Đang viết"
    SUBMITTED = "submitted", "Chờ xem xét"
    RETURNED = "returned", "Đã trả lại"
    ACCEPTED = "accepted", "Đã chấp nhận"
    AMENDING = "amending", "Đang sửa đổi"


class Timeliness(models.TextChoices):
    """Judged on the first submission."""

    NOT_YET = "not_yet", "Chưa đến hạn gửi"
    ON_TIME = "on_time", "Gửi đúng hạn"
    LATE = "late", "Gửi quá hạn"
    MISSING = "missing", "Quá hạn chưa gửi"


class Fullness(models.TextChoices):
    """How much of what was asked a report says."""

    EMPTY = "empty", "Chưa có nội dung"
    PARTIAL = "partial", "Còn thiếu nội dung"
    FULL = "full", "Đủ nội dung"


class PassageKind(models.TextChoices):
    """Which part of the consolidated report a passage belongs to."""

    RESULT = "result", "Kết quả thực hiện"
    GENERAL = "general", "Nội dung chung"
    DIFFICULTY = "difficulty", "Khó khăn, vướng mắc"
    PROPOSAL = "proposal", "Đề xuất, kiến nghị"
    NEXT_PERIOD = "next_period", "Nhiệm vụ kỳ tới"
