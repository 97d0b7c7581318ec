"""States of invitations, accounts and posts, kinds of open work (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class InvitationKind(models.TextChoices):
    """What a one-time code is for."""

    FIRST = "first", "Lời mời nhận tài khoản"
    RESET = "reset", "Đặt lại mật khẩu"


class InvitationState(models.TextChoices):
    """Where an invitation stands; computed."""

    OPEN = "open", "Chờ sử dụng"
    USED = "used", "Đã sử dụng"
    EXPIRED = "expired", "Hết hạn"
    REVOKED = "revoked", "Đã thu hồi"


class AccountState(models.TextChoices):
    """Whether a person can sign in, and act; computed."""

    WORKING = "working", "Đang làm việc"
    INVITED = "invited", "Chờ nhận tài khoản"
    WITHOUT_POST = "without_post", "Không giữ vị trí nào"
    DISABLED = "disabled", "Ngừng hoạt động"


class ReviewReason(models.TextChoices):
    """Why an account or a post should be looked at in the quarterly review; computed."""

    UNUSED = "unused", "Không đăng nhập quá 45 ngày"
    NEVER_USED = "never_used", "Lời mời hết hạn, chưa nhận tài khoản"
    POSTS_ENDED = "posts_ended", "Không còn vị trí nhưng tài khoản vẫn mở"
    AGENCY_ENDED = "agency_ended", "Giữ vị trí ở cơ quan đã kết thúc"
    DISABLED_IN_POST = "disabled_in_post", "Tài khoản đã ngừng nhưng vẫn giữ vị trí"
    LONG_ACTING = "long_acting", "Phụ trách, quyền quá 6 tháng"


class WorkKind(models.TextChoices):
    """Open work that somebody who leaves hands over."""

    TO_ACCEPT = "to_accept", "Phân công chờ tiếp nhận"
    RUNNING = "running", "Phân công đang thực hiện"
    LATE = "late", "Phân công quá hạn"
    REPORT_OWED = "report_owed", "Báo cáo phải gửi"
    REPORT_TO_REVIEW = "report_to_review", "Báo cáo chờ xem xét"
    TO_ANSWER = "to_answer", "Khó khăn, vướng mắc chờ trả lời"
    READING = "reading", "Văn bản chờ rà soát"
