"""Kinds of notices and reminders, channels, and how it went (docs/glossary.md)."""

from django.db import models


class NoticeKind(models.TextChoices):
    """What a single notice tells of."""

    URGED = "urged", "Đôn đốc"
    OVERDUE_BELOW = "overdue_below", "Việc chậm đã báo lãnh đạo"
    MENTIONED = "mentioned", "Được nhắc tên"
    TOLD = "told", "Thông báo"


class Section(models.TextChoices):
    """The parts of a digest, in the order in which they are shown."""

    OVERDUE = "overdue", "Quá hạn"
    TODAY = "today", "Đến hạn hôm nay"
    SOON = "soon", "Sắp đến hạn"
    WAITING = "waiting", "Đang chờ tôi"
    MENTIONS = "mentions", "Nhắc đến tôi"


class Channel(models.TextChoices):
    """By which way somebody is reminded."""

    SITE = "site", "Trên hệ thống"
    MAIL = "mail", "Thư điện tử"
    LETTER = "letter", "Công văn"


class DeliveryState(models.TextChoices):
    """Where a message stands; «unsure»: the line broke while the server had the text, so it is not sent again."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    UNSURE = "unsure", "Không rõ đã đến hay chưa"
    FAILED = "failed", "Không gửi được"
    SKIPPED = "skipped", "Không gửi nữa"


class ReminderKind(models.TextChoices):
    """Why somebody was reminded."""

    URGING = "urging", "Đôn đốc bằng công văn"
    ESCALATION = "escalation", "Báo lãnh đạo việc chậm"


class ReminderResult(models.TextChoices):
    """How a reminder went."""

    TOLD = "told", "Đã báo"
    NOBODY = "nobody", "Chưa có người nhận"
    DRAFTED = "drafted", "Đã soạn công văn"
