"""Accounts of people. One account per person; what a person may do comes from posts (mangnon.agencies)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. `full_name` is written in Vietnamese order."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "password": "sensitive",
        "last_login": "internal",
        "is_superuser": "internal",
        "groups": "internal",
        "user_permissions": "internal",
        "username": "internal",
        "email": "personal",
        "is_staff": "internal",
        "is_active": "internal",
        "date_joined": "internal",
        "full_name": "personal",
        "sample_post": "internal",
    }

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    # Set for synthetic people of a sample site: the sign-in page names them, their post and their password.
    sample_post = models.CharField("vị trí mẫu", max_length=300, blank=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def get_full_name(self) -> str:
        """The whole name, in Vietnamese order."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name: the last word."""
        return self.full_name.split()[-1] if self.full_name else self.username
