"""Urging: who was urged by letter to do what, as it stood on that day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mangnon.plans.models.assignments import Assignment
from mangnon.plans.models.papers import Plan
from mangnon.plans.terms import Execution, UrgingShape


class Urging(models.Model):
    """One act of urging: the assignments of one plan that were chosen, and the letters made of them.

    `report_by`: by when the letters ask for a report (None: dots on paper). `job`: the work in the background that
    writes the letters, where they are many.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "internal",
        "agency": "internal",
        "shape": "internal",
        "report_by": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "job": "internal",
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="urgings", verbose_name="kế hoạch")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan đôn đốc")
    shape = models.CharField("hình thức", max_length=10, choices=UrgingShape)
    report_by = models.DateField("đề nghị báo cáo trước ngày", null=True, blank=True)
    made_at = models.DateTimeField("thời điểm đôn đốc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người đôn đốc"
    )
    job = models.OneToOneField(
        "jobs.Job", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="việc chạy nền"
    )

    class Meta:
        verbose_name = "lần đôn đốc"
        verbose_name_plural = "lần đôn đốc"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.made_at:%d/%m/%Y}"


class UrgingLetter(models.Model):
    """One letter: to one body, or (`agency` None) to all of them. `content` is the Word file once it is written."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "urging": "internal",
        "order": "internal",
        "agency": "internal",
        "content": "internal",
        "written_at": "internal",
    }

    urging = models.ForeignKey(Urging, models.CASCADE, related_name="letters", verbose_name="lần đôn đốc")
    order = models.PositiveIntegerField("thứ tự")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi nhận"
    )
    content = models.BinaryField("tệp Word", null=True, blank=True)
    written_at = models.DateTimeField("soạn xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        ordering = ["urging", "order"]
        constraints = [models.UniqueConstraint(fields=["urging", "order"], name="urging_letter_order_once")]

    def __str__(self) -> str:
        return f"{self.urging_id}/{self.order}"


class UrgingLine(models.Model):
    """An assignment that a letter urges, as it stood then: the letter says the same whenever it is written again."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "letter": "internal",
        "assignment": "internal",
        "due_on": "public",
        "execution": "internal",
        "progress": "internal",
    }

    letter = models.ForeignKey(UrgingLetter, models.CASCADE, related_name="lines", verbose_name="công văn đôn đốc")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="urged", verbose_name="phân công")
    due_on = models.DateField("hạn", null=True, blank=True)
    execution = models.CharField("thực hiện", max_length=20, choices=Execution)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)

    class Meta:
        verbose_name = "nhiệm vụ được đôn đốc"
        verbose_name_plural = "nhiệm vụ được đôn đốc"
        ordering = ["letter", "pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "assignment"], name="assignment_once_in_letter")]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.assignment_id}"
