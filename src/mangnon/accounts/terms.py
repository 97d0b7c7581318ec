"""Roles a post can carry (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a post is for. Rights are in each app's `policies`, never here."""

    PROVINCIAL_LEAD = "provincial_lead", "Chuyên viên đầu mối cấp tỉnh"
    DEPARTMENT_OFFICER = "department_officer", "Chuyên viên sở, ngành"
    LOCAL_OFFICER = "local_officer", "Cán bộ địa phương"
    LEADER = "leader", "Lãnh đạo"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    SYSTEM = "system", "Hệ thống"
