"""Words of sign-in (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class BrakeKind(models.TextChoices):
    """What failures are counted for."""

    NAME = "name", "Theo tên đăng nhập"
    ADDRESS = "address", "Theo địa chỉ mạng"
    FACTOR = "factor", "Theo mã xác thực"


class SecondFactorRule(models.TextChoices):
    """Who must show a second factor (setting MANGNON_SECOND_FACTOR)."""

    BY_ROLE = "theo vai trò", "Theo vai trò"
    ALWAYS = "luôn luôn", "Mọi người"
    NEVER = "không", "Không bắt buộc"
