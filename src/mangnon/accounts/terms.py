"""Roles a post can carry and what a role may be allowed (docs/glossary.md). Which role has which: data/roles.json."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a post is for. What it allows is in `accounts.roles`; place and state are asked in each app's `policies`."""

    PROVINCIAL_LEAD = "provincial_lead", "Chuyên viên đầu mối cấp tỉnh"
    DEPARTMENT_OFFICER = "department_officer", "Chuyên viên sở, ngành"
    LOCAL_OFFICER = "local_officer", "Cán bộ địa phương"
    CASE_WORKER = "case_worker", "Người làm công tác bảo vệ trẻ em"
    SUPERVISOR = "supervisor", "Người giám sát chuyên môn"
    LEADER = "leader", "Lãnh đạo"
    INSPECTOR = "inspector", "Thanh tra, kiểm tra"
    READER = "reader", "Người đọc số liệu"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    AUDITOR = "auditor", "Kiểm soát nhật ký"
    SYSTEM = "system", "Hệ thống"


class Permission(models.TextChoices):
    """One kind of act or reading that a role may allow, before place and state are asked."""

    SEE_DOCUMENTS = "see_documents", "Xem văn bản đã nhận của tỉnh"
    REVIEW_DOCUMENTS = "review_documents", "Nhận, rà soát văn bản"
    SEE_PLANS = "see_plans", "Xem kế hoạch của tỉnh"
    ADOPT_PLANS = "adopt_plans", "Duyệt văn bản thành kế hoạch"
    ACT_FOR_AGENCY = "act_for_agency", "Tiếp nhận, cập nhật, báo cáo thay mặt cơ quan mình"
    ANSWER_DIFFICULTIES = "answer_difficulties", "Trả lời khó khăn khi cơ quan mình là đầu mối"
    DIRECT_TASKS = "direct_tasks", "Giao lại, thu hồi, gia hạn, nghiệm thu, đôn đốc khi cơ quan mình là đầu mối"
    KEEP_CALENDAR = "keep_calendar", "Cập nhật ngày nghỉ, ngày làm bù"
    SEE_REPORTS = "see_reports", "Xem bảng theo dõi báo cáo"
    REVIEW_REPORTS = "review_reports", "Xem xét, tổng hợp báo cáo gửi cơ quan mình"
    OVERSEE = "oversee", "Đọc mọi báo cáo của tỉnh khi ở Ủy ban nhân dân tỉnh"
    INSPECT = "inspect", "Đọc mọi báo cáo của tỉnh để thanh tra, kiểm tra"
    SEE_ORGANISATION = "see_organisation", "Xem cơ quan, địa bàn theo thời gian"
    ADMINISTER_ORGANISATION = "administer_organisation", "Thay đổi cơ quan, áp dụng sắp xếp tổ chức"
    ADMINISTER_PEOPLE = "administer_people", "Quản lý tài khoản, vị trí công tác, phiên đăng nhập"
    READ_AUDIT = "read_audit", "Đọc nhật ký của tỉnh"


class Scope(models.TextChoices):
    """How far a role reaches."""

    AGENCY = "agency", "Cơ quan mình"
    TERRITORY = "territory", "Địa bàn mình và các đơn vị bên trong"
