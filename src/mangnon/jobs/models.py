"""Jobs, and the workers that do them. What a job is about is kept by the app that asked for it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.jobs.terms import JobState


class Job(models.Model):
    """A piece of work. Another app's record points here and says what is to be done.

    `takes` counts how often a worker took the job up, and is the fence: a worker writes only while the number is the
    one it took. `losses` counts the takes that ended without an answer (the worker died). `heartbeat_at` is the
    machine's own time, whatever a training clock says; the other instants are what people see.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "kind": "internal",
        "state": "internal",
        "requested_by": "internal",
        "requested_at": "internal",
        "started_at": "internal",
        "finished_at": "internal",
        "held_by": "internal",
        "heartbeat_at": "internal",
        "takes": "internal",
        "losses": "internal",
        "done": "internal",
        "total": "internal",
        "code": "internal",
        "message": "internal",
    }

    kind = models.CharField("loại việc", max_length=40)
    state = models.CharField("trạng thái", max_length=20, choices=JobState, default=JobState.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người yêu cầu"
    )
    requested_at = models.DateTimeField("thời điểm yêu cầu")
    started_at = models.DateTimeField("thời điểm bắt đầu", null=True, blank=True)
    finished_at = models.DateTimeField("thời điểm kết thúc", null=True, blank=True)
    held_by = models.CharField("tiến trình đang làm", max_length=60, blank=True)
    heartbeat_at = models.DateTimeField("tín hiệu gần nhất", null=True, blank=True)
    takes = models.PositiveIntegerField("số lần nhận việc", default=0)
    losses = models.PositiveIntegerField("số lần bị ngắt", default=0)
    done = models.PositiveIntegerField("số bước đã xong", default=0)
    total = models.PositiveIntegerField("tổng số bước", null=True, blank=True)
    code = models.CharField("mã lý do", max_length=60, blank=True)
    message = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "việc chạy nền"
        verbose_name_plural = "việc chạy nền"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "id"], name="jobs_in_turn")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | (Q(heartbeat_at__isnull=False) & ~Q(held_by="")),
                name="running_job_is_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.WAITING, JobState.RUNNING]) | Q(finished_at__isnull=False),
                name="ended_job_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[JobState.REFUSED, JobState.STOPPED]) | ~Q(message=""),
                name="job_not_done_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Worker(models.Model):
    """A process that does jobs, as long as it runs. `host` names its machine, `pid` the process there."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "name": "internal",
        "host": "internal",
        "pid": "internal",
        "started_at": "internal",
        "heartbeat_at": "internal",
    }

    name = models.CharField("tên tiến trình", max_length=60, unique=True)
    host = models.CharField("máy", max_length=120)
    pid = models.PositiveIntegerField("số hiệu tiến trình")
    started_at = models.DateTimeField("thời điểm khởi động")
    heartbeat_at = models.DateTimeField("tín hiệu gần nhất")

    class Meta:
        verbose_name = "tiến trình chạy nền"
        verbose_name_plural = "tiến trình chạy nền"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """What is done once on every day of the site, by whichever worker comes by: the job of that day."""

    PRIVACY: ClassVar[dict[str, str]] = {"kind": "internal", "day": "internal", "job": "internal"}

    kind = models.CharField("loại việc", max_length=40)
    day = models.DateField("ngày")
    job = models.OneToOneField(Job, models.PROTECT, related_name="round", verbose_name="việc chạy nền")

    class Meta:
        verbose_name = "lượt việc hằng ngày"
        verbose_name_plural = "lượt việc hằng ngày"
        ordering = ["-day", "kind"]
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="round_once_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
