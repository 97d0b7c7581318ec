"""Keys by which programs work in a person's post, and the answers kept so that nothing is done twice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.exchange.terms import TokenScope


class ApiToken(models.Model):
    """A key by which a program works in the name of one person in one post, until a day.

    The words of the key are shown once; here lies only their hash. `handle` are its first signs, by which its owner
    knows it again. `with_factor`: it was made by somebody who had shown a second factor. `minute`, `asked`: how often
    it was used in the minute it was last used in.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "internal",
        "post": "internal",
        "name": "internal",
        "scope": "internal",
        "digest": "sensitive",
        "handle": "internal",
        "with_factor": "internal",
        "made_at": "internal",
        "expires_on": "internal",
        "revoked_at": "internal",
        "last_used_on": "internal",
        "minute": "internal",
        "asked": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người giữ")
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+", verbose_name="vị trí công tác")
    name = models.CharField("dùng vào việc", max_length=100)
    scope = models.CharField("phạm vi", max_length=10, choices=TokenScope, default=TokenScope.READ)
    digest = models.CharField("dấu của mã", max_length=64, unique=True)
    handle = models.CharField("các ký tự đầu", max_length=12)
    with_factor = models.BooleanField("tạo sau khi xác thực hai bước", default=False)
    made_at = models.DateTimeField("tạo lúc")
    expires_on = models.DateField("dùng đến hết ngày")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    last_used_on = models.DateField("ngày dùng gần nhất", null=True, blank=True)
    minute = models.BigIntegerField("phút dùng gần nhất", default=0)
    asked = models.PositiveIntegerField("số lần trong phút ấy", default=0)

    class Meta:
        verbose_name = "mã truy cập"
        verbose_name_plural = "mã truy cập"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["user", "revoked_at"], name="tokens_of_person")]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="token_says_what_for")]

    def __str__(self) -> str:
        return f"{self.handle}…"


class StoredAnswer(models.Model):
    """What a program was answered when it asked for an act under its own key: asked again, it is answered the same.

    `digest` is of the whole request. `status` 0: the act is under way in a transaction that has not ended.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "internal",
        "post": "internal",
        "key": "internal",
        "digest": "internal",
        "status": "internal",
        "body": "internal",
        "etag": "internal",
        "made_at": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người gửi")
    post = models.ForeignKey("agencies.Post", models.CASCADE, related_name="+", verbose_name="vị trí công tác")
    key = models.CharField("khóa chống gửi trùng", max_length=200)
    digest = models.CharField("dấu của yêu cầu", max_length=64)
    status = models.PositiveSmallIntegerField("mã trả lời", default=0)
    body = models.TextField("nội dung trả lời", blank=True)
    etag = models.CharField("dấu phiên bản", max_length=100, blank=True)
    made_at = models.DateTimeField("thời điểm")

    class Meta:
        verbose_name = "câu trả lời đã gửi"
        verbose_name_plural = "câu trả lời đã gửi"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "post", "key"], name="answer_once_for_key")]
        indexes = [models.Index(fields=["made_at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.status}"
