"""What a person is told, by which way, and the log of reminders. It knows people; of everything else only words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.notices.terms import Channel, DeliveryState, NoticeKind, ReminderKind, ReminderResult


class Notice(models.Model):
    """One thing told to one person: safe words and an address of this site. `key` names the matter: told once."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "person": "personal",
        "kind": "internal",
        "words": "internal",
        "address": "internal",
        "key": "internal",
        "made_at": "internal",
        "read_at": "internal",
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="người nhận"
    )
    kind = models.CharField("loại", max_length=20, choices=NoticeKind)
    words = models.CharField("nội dung", max_length=300)
    address = models.CharField("địa chỉ trang", max_length=300)
    key = models.CharField("khóa", max_length=120)
    made_at = models.DateTimeField("thời điểm")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once"),
            models.CheckConstraint(condition=Q(address__startswith="/"), name="notice_leads_into_the_site"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_unread"),
            models.Index(fields=["person", "-made_at"], name="notices_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Digest(models.Model):
    """What waits for a person on a day, as it stood that morning: one for each person and day, never an empty one.

    `counts`: section → how many in all; `lines`: section → the first of them, each `{words, address, due, note}`.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "person": "personal",
        "on": "internal",
        "made_at": "internal",
        "read_at": "internal",
        "counts": "internal",
        "lines": "internal",
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name="người nhận"
    )
    on = models.DateField("ngày")
    made_at = models.DateTimeField("lập lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    counts = models.JSONField("số việc")
    lines = models.JSONField("các việc")

    class Meta:
        verbose_name = "bản nhắc việc"
        verbose_name_plural = "bản nhắc việc"
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="digest_once_a_day")]
        indexes = [models.Index(fields=["on"], name="digests_of_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class Delivery(models.Model):
    """A digest on its way by e-mail (on the site it is there as soon as it is made).

    Who sends it first writes `sending` and `claimed_at` (the machine's own time); a process that dies leaves it so,
    and it becomes «unsure», never a second message. `told`: what the server answered, without an address.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "digest": "internal",
        "state": "internal",
        "tries": "internal",
        "told": "internal",
        "made_at": "internal",
        "claimed_at": "internal",
        "ended_at": "internal",
    }

    digest = models.OneToOneField(Digest, models.CASCADE, related_name="delivery", verbose_name="bản nhắc việc")
    state = models.CharField("trạng thái", max_length=20, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    told = models.CharField("máy chủ trả lời", max_length=200, blank=True)
    made_at = models.DateTimeField("thời điểm")
    claimed_at = models.DateTimeField("bắt đầu gửi lúc", null=True, blank=True)
    ended_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thư nhắc việc"
        verbose_name_plural = "thư nhắc việc"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "id"], name="deliveries_in_turn")]

    def __str__(self) -> str:
        return f"{self.digest_id}: {self.state}"


class Reminder(models.Model):
    """The log: who reminded whom of what, when, by which way, and how it went. Rows are added, never changed.

    `by` None: the system, after the set time. `matter` and `level` name what it was about («assignment:12:2025-05-19»,
    the first or the second leader): escalated once for each. `of_body` is the body that was reminded, by its code.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "kind": "internal",
        "by": "internal",
        "to": "personal",
        "of_body": "internal",
        "to_words": "internal",
        "matter": "internal",
        "level": "internal",
        "words": "internal",
        "address": "internal",
        "territory_code": "internal",
        "at": "internal",
        "channel": "internal",
        "result": "internal",
    }

    kind = models.CharField("loại", max_length=20, choices=ReminderKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhắc"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="người nhận"
    )
    of_body = models.CharField("mã cơ quan được nhắc", max_length=60, blank=True)
    to_words = models.CharField("nơi nhận", max_length=300)
    matter = models.CharField("việc", max_length=80)
    level = models.PositiveSmallIntegerField("mức", default=0)
    words = models.CharField("nội dung", max_length=300)
    address = models.CharField("địa chỉ trang", max_length=300)
    territory_code = models.CharField("mã tỉnh", max_length=10, blank=True)
    at = models.DateTimeField("thời điểm")
    channel = models.CharField("kênh", max_length=10, choices=Channel)
    result = models.CharField("kết quả", max_length=10, choices=ReminderResult)

    class Meta:
        verbose_name = "lần nhắc việc, đôn đốc"
        verbose_name_plural = "lần nhắc việc, đôn đốc"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "level", "to"], condition=Q(kind=ReminderKind.ESCALATION), name="escalated_once"
            )
        ]
        indexes = [
            models.Index(fields=["matter", "level"], name="reminders_of_matter"),
            models.Index(fields=["territory_code", "-at"], name="reminders_of_province"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter}"


class Preference(models.Model):
    """How a person wants to be reminded; without a row: also by e-mail. On the site always."""

    PRIVACY: ClassVar[dict[str, str]] = {"person": "personal", "by_mail": "personal", "changed_at": "internal"}

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminding", verbose_name="người dùng"
    )
    by_mail = models.BooleanField("gửi cả thư điện tử", default=True)
    changed_at = models.DateTimeField("đổi lúc")

    class Meta:
        verbose_name = "lựa chọn nhắc việc"
        verbose_name_plural = "lựa chọn nhắc việc"
        ordering = ["person"]

    def __str__(self) -> str:
        return f"{self.person_id}"
