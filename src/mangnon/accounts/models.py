"""Accounts of people. One account per person; what a person may do comes from posts (mangnon.agencies)."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from mangnon.kernel import clock


def _composed(password: str | None) -> str | None:
    """One keyboard sends «ế» as one sign, another as three: the same password all the same."""
    return None if password is None else unicodedata.normalize("NFC", password)


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
        "must_change_password": "internal",
        "password_changed_at": "internal",
        "opened_at": "internal",
    }

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    # Set for synthetic people of a sample site: the sign-in page names them, their post and their password.
    sample_post = models.CharField("vị trí mẫu", max_length=300, blank=True)
    # Somebody else chose or knows the password: the person changes it before anything else (QCVN 12:2026/BCA).
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    password_changed_at = models.DateTimeField("đổi mật khẩu lúc", null=True, blank=True)

    # An account that lay unused was closed; it is counted anew from when an administrator opened it again.
    opened_at = models.DateTimeField("mở lại lúc", null=True, blank=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def set_password(self, raw_password: str | None) -> None:
        """Django's own, and the instant is kept. The caller saves `password` and `password_changed_at`."""
        super().set_password(_composed(raw_password))
        self.password_changed_at = clock.actual_now()

    def check_password(self, raw_password: str | None) -> bool:
        """Django's own, however a keyboard composes Vietnamese letters."""
        return super().check_password(_composed(raw_password))

    @property
    def is_sample(self) -> bool:
        """A synthetic person of a sample site, whose password stands on the sign-in page."""
        return bool(self.sample_post)

    def get_full_name(self) -> str:
        """The whole name, in Vietnamese order."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name: the last word."""
        return self.full_name.split()[-1] if self.full_name else self.username
