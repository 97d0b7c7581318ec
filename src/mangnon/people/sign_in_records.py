"""Records of getting in: sessions, brakes, second factors, past passwords, identities given by others."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from mangnon.people.sign_in_terms import BrakeKind


class SignInSession(AbstractBaseSession):
    """One browser's session. `session_key` is the hash of what the cookie says: who reads this table cannot enter.

    What is known of the browser lies beside the data and is written by itself: two requests at once do not undo each
    other's lock or instant.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "session_data": "sensitive",
        "expire_date": "internal",
        "user": "personal",
        "began_at": "internal",
        "last_seen_at": "internal",
        "locked_at": "internal",
        "address": "personal",
        "device": "personal",
        "fingerprint": "personal",
    }

    session_key = models.CharField("mã phiên", max_length=64, primary_key=True)
    session_data = models.TextField("dữ liệu phiên")
    expire_date = models.DateTimeField("hết hạn lúc", db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sign_in_sessions",
        verbose_name="người đăng nhập",
    )
    began_at = models.DateTimeField("bắt đầu lúc")
    last_seen_at = models.DateTimeField("hoạt động gần nhất")
    locked_at = models.DateTimeField("khóa màn hình lúc", null=True, blank=True)
    address = models.CharField("địa chỉ mạng", max_length=64, blank=True)
    device = models.CharField("thiết bị", max_length=120, blank=True)
    fingerprint = models.CharField("dấu vết trình duyệt", max_length=64, blank=True)

    class Meta:
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"

    def __str__(self) -> str:
        return self.device or "phiên đăng nhập"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A session that is there already gets its data, never the columns beside them."""
        if kwargs.get("force_update"):
            kwargs["update_fields"] = ["session_data", "expire_date", "user"]
        super().save(*args, **kwargs)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Where sessions are read and written."""
        from mangnon.people.session_store import SessionStore

        return SessionStore


class SignInBrake(models.Model):
    """Failures in a row under one name, from one address or with one person's codes, and until when it waits.

    `digest` is keyed: names that are typed, also those nobody has, do not lie here in words.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "kind": "internal",
        "digest": "personal",
        "failures": "internal",
        "refused": "internal",
        "counted_from": "internal",
        "locked_until": "internal",
    }

    kind = models.CharField("loại", max_length=10, choices=BrakeKind)
    digest = models.CharField("mã băm", max_length=64)
    failures = models.PositiveIntegerField("số lần sai liên tiếp", default=0)
    refused = models.PositiveIntegerField("số lần thử trong khi khóa", default=0)
    counted_from = models.DateTimeField("đếm từ lúc")
    locked_until = models.DateTimeField("khóa đến lúc", null=True, blank=True)

    class Meta:
        verbose_name = "chặn thử mật khẩu"
        verbose_name_plural = "chặn thử mật khẩu"
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="one_brake_a_thing")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.failures}"


class SecondFactor(models.Model):
    """The key that a person's device and this site share (RFC 6238), encrypted. Counts once it is confirmed.

    `last_step` is the last half-minute whose code was taken: no code works twice.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "personal",
        "secret": "sensitive",
        "made_at": "internal",
        "confirmed_at": "internal",
        "last_step": "internal",
    }

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor", verbose_name="người dùng"
    )
    secret = models.CharField("khóa bí mật (đã mã hóa)", max_length=400)
    made_at = models.DateTimeField("tạo lúc")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    last_step = models.BigIntegerField("mã đã dùng gần nhất", default=0)

    class Meta:
        verbose_name = "xác thực hai bước"
        verbose_name_plural = "xác thực hai bước"

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """One of ten codes for a day without the device; only its keyed hash is kept, and it works once."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "personal",
        "digest": "sensitive",
        "made_at": "internal",
        "used_at": "internal",
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name="người dùng"
    )
    digest = models.CharField("mã băm", max_length=64)
    made_at = models.DateTimeField("tạo lúc")
    used_at = models.DateTimeField("dùng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "mã dự phòng"
        verbose_name_plural = "mã dự phòng"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class PastPassword(models.Model):
    """The hash of a password a person has had, so that it is not taken again."""

    PRIVACY: ClassVar[dict[str, str]] = {"user": "personal", "encoded": "sensitive", "ended_at": "internal"}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="past_passwords", verbose_name="người dùng"
    )
    encoded = models.CharField("mã băm", max_length=128)
    ended_at = models.DateTimeField("thôi dùng lúc")

    class Meta:
        verbose_name = "mật khẩu cũ"
        verbose_name_plural = "mật khẩu cũ"
        ordering = ["-ended_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}"


class OutsideIdentity(models.Model):
    """Under which subject another provider of identities knows a person. Never found by an e-mail address."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "personal",
        "issuer": "internal",
        "subject": "personal",
        "linked_at": "internal",
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="outside_identities", verbose_name="người dùng"
    )
    issuer = models.CharField("nơi cấp", max_length=300)
    subject = models.CharField("mã định danh tại nơi cấp", max_length=255)
    linked_at = models.DateTimeField("liên kết lúc")

    class Meta:
        verbose_name = "định danh bên ngoài"
        verbose_name_plural = "định danh bên ngoài"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="outside_identity_of_one_person"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_outside_identity_an_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.issuer}"
