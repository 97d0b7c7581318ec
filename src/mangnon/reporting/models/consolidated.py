"""Consolidations: paragraphs with provenance."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mangnon.reporting.models.owing import Period
from mangnon.reporting.models.written import ReportVersion
from mangnon.reporting.terms import PassageKind


class Consolidation(models.Model):
    """A report made from the reports below: a snapshot with provenance."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "number": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "summary": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="consolidations", verbose_name="kỳ báo cáo")
    number = models.PositiveSmallIntegerField("lần tổng hợp")
    made_at = models.DateTimeField("tổng hợp lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người tổng hợp"
    )
    # Counts and names as of the snapshot: expected, on time, late, missing with reasons.
    summary = models.JSONField("tình hình gửi báo cáo", default=dict)

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["period", "-number"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="consolidation_once")]

    def __str__(self) -> str:
        return f"{self.period_id} lần {self.number}"


class Passage(models.Model):
    """One paragraph of a consolidation. An edit changes `text`; `first_text` and the sources stay."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "consolidation": "internal",
        "kind": "internal",
        "task": "internal",
        "order": "internal",
        "first_text": "internal",
        "text": "internal",
        "is_left_out": "internal",
        "same_as": "internal",
        "source_before": "internal",
        "edited_at": "internal",
        "edited_by": "internal",
        "revision": "internal",
    }

    consolidation = models.ForeignKey(
        Consolidation, models.PROTECT, related_name="passages", verbose_name="báo cáo tổng hợp"
    )
    kind = models.CharField("phần", max_length=20, choices=PassageKind)
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    order = models.PositiveIntegerField("thứ tự")
    first_text = models.TextField("nguyên văn")
    text = models.TextField("nội dung")
    is_left_out = models.BooleanField("không đưa vào báo cáo", default=False)
    # Another passage that seems to tell of the same activity: shown to a person, never added or dropped silently.
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="có thể trùng với"
    )
    # An edit was kept although its source has changed since: what the source said when the edit was made.
    source_before = models.TextField("nguyên văn khi sửa", blank=True)
    edited_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người sửa"
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)

    class Meta:
        verbose_name = "đoạn tổng hợp"
        verbose_name_plural = "đoạn tổng hợp"
        ordering = ["consolidation", "order"]
        constraints = [models.UniqueConstraint(fields=["consolidation", "order"], name="passage_order_once")]

    def __str__(self) -> str:
        return self.text[:60]


class PaperTitle(models.Model):
    """How the title of a task, or of a group of tasks, reads in the paper: the officer's words beside the plan's."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "consolidation": "internal",
        "task": "internal",
        "group": "internal",
        "first_text": "internal",
        "text": "internal",
        "edited_at": "internal",
        "edited_by": "internal",
        "revision": "internal",
    }

    consolidation = models.ForeignKey(
        Consolidation, models.CASCADE, related_name="titles", verbose_name="báo cáo tổng hợp"
    )
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    group = models.ForeignKey(
        "plans.TaskGroup", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhóm nhiệm vụ"
    )
    first_text = models.TextField("nguyên văn trong kế hoạch")
    text = models.TextField("tên dùng trong văn bản")
    edited_at = models.DateTimeField("sửa lúc")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người sửa"
    )
    revision = models.PositiveIntegerField("lần sửa", default=1)

    class Meta:
        verbose_name = "tên dùng trong văn bản"
        verbose_name_plural = "tên dùng trong văn bản"
        ordering = ["consolidation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "task"], name="paper_title_of_task_once"),
            models.UniqueConstraint(fields=["consolidation", "group"], name="paper_title_of_group_once"),
            models.CheckConstraint(
                condition=models.Q(task__isnull=True, group__isnull=False)
                | models.Q(task__isnull=False, group__isnull=True),
                name="paper_title_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class SectionWords(models.Model):
    """An officer's own words at the head of a section of the child-rights report (`section_words.sections`)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "consolidation": "internal",
        "section": "internal",
        "text": "internal",
        "written_at": "internal",
        "written_by": "internal",
        "revision": "internal",
    }

    consolidation = models.ForeignKey(
        Consolidation, models.CASCADE, related_name="section_words", verbose_name="báo cáo tổng hợp"
    )
    section = models.CharField("phần của báo cáo", max_length=60)
    text = models.TextField("nội dung")
    written_at = models.DateTimeField("viết lúc")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người viết"
    )
    revision = models.PositiveIntegerField("lần viết", default=1)

    class Meta:
        verbose_name = "lời của người soạn"
        verbose_name_plural = "lời của người soạn"
        ordering = ["consolidation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "section"], name="words_of_section_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="words_of_section_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.consolidation_id}: {self.section}"


class PassageSource(models.Model):
    """Where a passage comes from: a submitted version of an agency's report, and the field in it."""

    PRIVACY: ClassVar[dict[str, str]] = {"passage": "internal", "version": "internal", "field": "internal"}

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="sources", verbose_name="đoạn tổng hợp")
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="+", verbose_name="lần gửi báo cáo")
    field = models.CharField("mục", max_length=40)

    class Meta:
        verbose_name = "nguồn của đoạn"
        verbose_name_plural = "nguồn của đoạn"
        ordering = ["passage", "pk"]

    def __str__(self) -> str:
        return f"{self.passage_id} ← {self.version_id}"
