"""Invitations to set an own password, and hand-overs of work. Posts themselves are in `agencies`."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.people.terms import InvitationKind, InvitationState, WorkKind


class Invitation(models.Model):
    """A one-time way to set the own password. Only the code's hash is kept: nobody can read the code again.

    One open invitation a person; a newer one revokes the older. `territory_code` is the province that invites: the row
    stands behind the second wall (docs/decisions/0019), and the code begins with it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "personal",
        "territory_code": "internal",
        "kind": "internal",
        "digest": "sensitive",
        "sent_to": "personal",
        "issued_at": "internal",
        "issued_by": "internal",
        "expires_at": "internal",
        "used_at": "internal",
        "revoked_at": "internal",
        "revoked_by": "internal",
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations", verbose_name="người được mời"
    )
    territory_code = models.CharField("mã tỉnh", max_length=10)
    kind = models.CharField("loại", max_length=20, choices=InvitationKind, default=InvitationKind.FIRST)
    digest = models.CharField("mã băm của mã lời mời", max_length=64, unique=True)
    sent_to = models.EmailField("gửi tới", blank=True)
    issued_at = models.DateTimeField("cấp lúc")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cấp"
    )
    expires_at = models.DateTimeField("hết hạn lúc")
    used_at = models.DateTimeField("dùng lúc", null=True, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thu hồi"
    )

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_a_person",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="invitation_has_a_span"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_used_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.user_id})"

    def state(self, now: dt.datetime) -> InvitationState:
        """Where it stands at an instant; computed, never stored."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if now < self.expires_at else InvitationState.EXPIRED


class HandOver(models.Model):
    """Who handed which open work to whom when a post ended. `items` are words: they stay as they were on the day.

    `receiver` None: colleagues in the same role remain and no one person was named. `acting_post` is the post a
    receiver of another body got at this one, so as to be able to act.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "giver": "personal",
        "giver_words": "personal",
        "receiver": "personal",
        "receiver_words": "personal",
        "acting_post": "internal",
        "agency": "internal",
        "last_day": "internal",
        "reason": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "received_at": "internal",
    }

    giver = models.OneToOneField(
        "agencies.Post", models.PROTECT, related_name="hand_over", verbose_name="vị trí bàn giao"
    )
    giver_words = models.CharField("người bàn giao", max_length=400)
    receiver = models.ForeignKey(
        "agencies.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_hand_overs",
        verbose_name="vị trí tiếp nhận",
    )
    receiver_words = models.CharField("người tiếp nhận", max_length=400, blank=True)
    acting_post = models.ForeignKey(
        "agencies.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vị trí phụ trách"
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="hand_overs", verbose_name="cơ quan")
    last_day = models.DateField("ngày cuối giữ vị trí")
    reason = models.CharField("lý do", max_length=300)
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)

    class Meta:
        verbose_name = "bàn giao công việc"
        verbose_name_plural = "bàn giao công việc"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hand_over_has_reason"),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False) | Q(received_at__isnull=True), name="received_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=True) | ~Q(receiver=F("giver")), name="handed_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return self.giver_words


class HandOverItem(models.Model):
    """One piece of open work on the day of the hand-over, as plain words; `reference` names it for people."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "hand_over": "internal",
        "order": "internal",
        "kind": "internal",
        "reference": "internal",
        "words": "internal",
        "state_words": "internal",
        "due_on": "internal",
    }

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="items", verbose_name="bàn giao")
    order = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("loại việc", max_length=20, choices=WorkKind)
    reference = models.CharField("ký hiệu", max_length=160)
    words = models.TextField("nội dung")
    state_words = models.CharField("tình trạng", max_length=120, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)

    class Meta:
        verbose_name = "việc bàn giao"
        verbose_name_plural = "việc bàn giao"
        ordering = ["hand_over", "order"]
        constraints = [models.UniqueConstraint(fields=["hand_over", "order"], name="hand_over_item_order_once")]

    def __str__(self) -> str:
        return f"{self.reference}"
