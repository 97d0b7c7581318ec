"""Choices of activities (docs/glossary.md)."""

from django.db import models


class ActivityState(models.TextChoices):
    """Where an activity stands. Stored."""

    PLANNED = "planned", "Chưa thực hiện"
    RUNNING = "running", "Đang triển khai"
    DONE = "done", "Đã thực hiện"
    DROPPED = "dropped", "Không thực hiện"


class BudgetSource(models.TextChoices):
    """Where the money of an activity comes from."""

    CENTRAL = "central", "Ngân sách trung ương hỗ trợ"
    SOCIAL_ASSURANCE = "social_assurance", "Dự toán chi bảo đảm xã hội"
    COMMUNE = "commune", "Ngân sách cấp xã"
    INTEGRATED = "integrated", "Lồng ghép chương trình, đề án"
    CONTRIBUTION = "contribution", "Đóng góp, tài trợ hợp pháp khác"


class DoubleReason(models.TextChoices):
    """Why two activities may be one."""

    SAME_WORDS = "same_words", "Cùng cơ quan, nội dung gần như nhau"
    SAME_MONEY = "same_money", "Cùng cơ quan, cùng số tiền, nội dung giống nhau"
    TWO_LEVELS = "two_levels", "Cấp tỉnh và cấp dưới cùng kê một số tiền, nội dung giống nhau"


class Verdict(models.TextChoices):
    """What a person says of two activities that may be one."""

    SAME = "same", "Là một hoạt động"
    DIFFERENT = "different", "Là hai hoạt động khác nhau"


class ContributionState(models.TextChoices):
    """What a coordinator did for the lead waits until the lead has taken note of it."""

    OFFERED = "offered", "Chờ chủ trì ghi nhận"
    TAKEN = "taken", "Đã ghi nhận"
    DECLINED = "declined", "Chưa ghi nhận được"
