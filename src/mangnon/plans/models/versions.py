"""What a later paper made of a plan: its versions, and what each changed of each task."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.plans.models.papers import Directive, Plan, Task
from mangnon.plans.terms import TaskChangeKind, VersionKind


class PlanVersion(models.Model):
    """A plan as a later directive made it. As it was adopted it is version 1 and has no row: `number` begins at 2.

    `began_on` is the day it was entered, the first on which the plan reads so; the paper's own day stands in the
    directive. A version of kind «replaced» closes the plan: `replaced_by` goes on.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "number": "public",
        "kind": "public",
        "directive": "public",
        "replaced_by": "public",
        "began_on": "public",
        "reason": "internal",
        "made_at": "internal",
        "made_by": "internal",
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="kế hoạch")
    number = models.PositiveSmallIntegerField("lần")
    kind = models.CharField("loại", max_length=20, choices=VersionKind)
    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="versions_made", verbose_name="văn bản sửa đổi, thay thế"
    )
    replaced_by = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="kế hoạch thay thế"
    )
    began_on = models.DateField("từ ngày")
    reason = models.CharField("ghi chú", max_length=500, blank=True)
    made_at = models.DateTimeField("thời điểm lập")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người lập"
    )

    class Meta:
        verbose_name = "phiên bản kế hoạch"
        verbose_name_plural = "phiên bản kế hoạch"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(kind=VersionKind.REPLACED), name="plan_replaced_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="plan_version_after_first"),
            models.CheckConstraint(
                condition=Q(kind=VersionKind.REPLACED, replaced_by__isnull=False)
                | (~Q(kind=VersionKind.REPLACED) & Q(replaced_by__isnull=True)),
                name="replaced_plan_names_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}, lần {self.number}"


class TaskChange(models.Model):
    """What one version did to one task. `before` and `after` hold what the paper says of it (`rules.versions`)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "version": "public",
        "task": "public",
        "kind": "public",
        "before": "public",
        "after": "public",
        "first_line": "internal",
        "last_line": "internal",
    }

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="changes", verbose_name="phiên bản kế hoạch")
    task = models.ForeignKey(Task, models.PROTECT, related_name="changes", verbose_name="nhiệm vụ")
    kind = models.CharField("thay đổi", max_length=20, choices=TaskChangeKind)
    before = models.JSONField("trước khi đổi", default=dict, blank=True)
    after = models.JSONField("sau khi đổi", default=dict, blank=True)
    first_line = models.PositiveIntegerField("dòng đầu", null=True, blank=True)
    last_line = models.PositiveIntegerField("dòng cuối", null=True, blank=True)

    class Meta:
        verbose_name = "thay đổi của nhiệm vụ"
        verbose_name_plural = "thay đổi của nhiệm vụ"
        ordering = ["version", "task"]
        constraints = [models.UniqueConstraint(fields=["version", "task"], name="task_once_in_version")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.kind}"
