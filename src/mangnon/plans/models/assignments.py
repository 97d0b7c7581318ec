"""Who does a task from–to, and what they say of it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.plans.models.papers import Task
from mangnon.plans.rules.execution import binding_day
from mangnon.plans.terms import AssignmentRole, EndReason, Execution, MoveBasis, Review, Undecided


def in_force(day: dt.date) -> Q:
    """In force on a day; `ended_on` is the last day. A row that was handed on the day it came never is."""
    return (Q(began_on__isnull=True) | Q(began_on__lte=day)) & (Q(ended_on__isnull=True) | Q(ended_on__gte=day))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> AssignmentQuerySet:
        """The assignments in force on a day."""
        return self.filter(in_force(day))

    def open(self) -> AssignmentQuerySet:
        """The assignments that nobody has taken over, and that nobody is to take over later."""
        return self.filter(ended_on__isnull=True)

    def held(self, day: dt.date) -> AssignmentQuerySet:
        """The assignments that a body carries on a day and that no act has ended: also one that another body is to
        carry on from a coming day, which `open` passes over; without the row of that body, which goes with it."""
        return self.on(day).filter(ended_because="")

    def live(self, day: dt.date) -> AssignmentQuerySet:
        """The same with those that begin on a coming day: a body that has one of them is given no second."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), ended_because="")

    def standing(self) -> AssignmentQuerySet:
        """What the paper, or who gave it, lays on agencies: a recurring task once, and nothing given on below."""
        return self.filter(instance__isnull=True, parent__isnull=True)


class Assignment(models.Model):
    """Task × agency × role, from–to. `class_words` says by which words of the paper a coordinator is meant.

    `began_on` None: since the plan was adopted; `ended_on` is the last day, None while nobody took over. A row is
    never given to another body: the body that takes over gets its own row, which names its `predecessors`. A row
    whose successor nobody knows stays where it is, open, with `undecided_by`, until a person chooses. `function` says
    which function of the agency it draws on, once that is known.

    Four axes (domain.md, 4): `execution`, `review` and the requests in `extensions` are stored; where it stands to its
    deadline is computed (`rules.deadline_state`). `due_on` is the deadline in force, `original_due_on` the one it was
    given with. `instance`: the period of a recurring task that it is for; None: the standing duty, or a task done once.
    `parent`: the assignment out of which an agency gave this one on (role «delegate»). `given_*`: who gave it when the
    paper did not. `ended_because` says why it ended where no succession event did. What it was at any moment is in its
    log (`AssignmentEvent`).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "task": "public",
        "agency": "public",
        "role": "public",
        "class_words": "public",
        "execution": "internal",
        "progress": "internal",
        "due_on": "public",
        "accepted_at": "internal",
        "accepted_by": "internal",
        "completed_at": "internal",
        "version": "internal",
        "began_on": "public",
        "ended_on": "public",
        "began_by": "public",
        "ended_by": "public",
        "predecessors": "public",
        "function": "public",
        "undecided_by": "public",
        "undecided_because": "public",
        "review": "internal",
        "original_due_on": "public",
        "instance": "public",
        "parent": "public",
        "given_at": "internal",
        "given_by": "internal",
        "given_reason": "internal",
        "ended_because": "public",
    }

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments", verbose_name="nhiệm vụ")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="assignments", verbose_name="cơ quan")
    role = models.CharField("vai trò", max_length=20, choices=AssignmentRole)
    class_words = models.CharField("giao theo nhóm", max_length=300, blank=True)
    execution = models.CharField("thực hiện", max_length=20, choices=Execution, default=Execution.NOT_RECEIVED)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    due_on = models.DateField("hạn", null=True, blank=True)
    accepted_at = models.DateTimeField("thời điểm tiếp nhận", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người tiếp nhận",
    )
    completed_at = models.DateTimeField("thời điểm hoàn thành", null=True, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    began_on = models.DateField("thực hiện từ ngày", null=True, blank=True)
    ended_on = models.DateField("đến hết ngày", null=True, blank=True)
    began_by = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhận bởi"
    )
    ended_by = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="giao đi bởi"
    )
    predecessors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        through="plans.AssignmentSuccession",
        through_fields=("successor", "predecessor"),
        related_name="successors",
        verbose_name="nhận từ phân công",
    )
    function = models.CharField("chức năng", max_length=40, blank=True)
    undecided_by = models.ForeignKey(
        "agencies.SuccessionEvent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chưa rõ nơi nhận sau sự kiện",
    )
    undecided_because = models.CharField("vì sao chưa rõ nơi nhận", max_length=20, choices=Undecided, blank=True)
    review = models.CharField("nghiệm thu", max_length=20, choices=Review, default=Review.NONE)
    original_due_on = models.DateField("hạn ban đầu", null=True, blank=True)
    instance = models.ForeignKey(
        "plans.TaskInstance",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="kỳ thực hiện",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegated", verbose_name="giao từ phân công"
    )
    given_at = models.DateTimeField("thời điểm giao", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người giao"
    )
    given_reason = models.CharField("lý do, căn cứ giao", max_length=500, blank=True)
    ended_because = models.CharField("lý do kết thúc", max_length=20, choices=EndReason, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["task", "-role", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency"],
                condition=Q(ended_on__isnull=True, instance__isnull=True, parent__isnull=True),
                name="agency_once_on_task",
            ),
            models.UniqueConstraint(
                fields=["instance", "agency"],
                condition=Q(ended_on__isnull=True, instance__isnull=False, parent__isnull=True),
                name="agency_once_in_period",
            ),
            models.UniqueConstraint(
                fields=["parent", "agency"],
                condition=Q(ended_on__isnull=True, parent__isnull=False),
                name="agency_once_below",
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(role=AssignmentRole.LEAD, ended_on__isnull=True, instance__isnull=True),
                name="one_lead_on_task",
            ),
            models.UniqueConstraint(
                fields=["instance"],
                condition=Q(role=AssignmentRole.LEAD, ended_on__isnull=True, instance__isnull=False),
                name="one_lead_in_period",
            ),
            models.CheckConstraint(
                condition=Q(role=AssignmentRole.DELEGATE, parent__isnull=False)
                | (~Q(role=AssignmentRole.DELEGATE) & Q(parent__isnull=True)),
                name="delegate_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(began_on__isnull=True, began_by__isnull=True)
                | (Q(began_on__isnull=False) & (Q(began_by__isnull=False) | Q(given_at__isnull=False))),
                name="begun_assignment_has_cause",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(ended_on__isnull=False, ended_by__isnull=False, ended_because="")
                | (Q(ended_on__isnull=False, ended_by__isnull=True) & ~Q(ended_because="")),
                name="ended_assignment_has_cause",
            ),
            models.CheckConstraint(
                condition=~Q(execution=Execution.RECALLED) | Q(ended_because=EndReason.RECALLED),
                name="recalled_assignment_is_ended",
            ),
            models.CheckConstraint(
                condition=~Q(execution=Execution.COMPLETE) | Q(review=Review.MET),
                name="complete_assignment_was_met",
            ),
            models.CheckConstraint(
                condition=~Q(execution=Execution.REPORTED_COMPLETE) | Q(review=Review.WAITING),
                name="reported_assignment_waits",
            ),
            models.CheckConstraint(
                condition=Q(undecided_by__isnull=True, undecided_because="")
                | (Q(undecided_by__isnull=False) & ~Q(undecided_because="")),
                name="undecided_assignment_says_why",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_at_most_100"),
            models.CheckConstraint(
                condition=Q(execution__in=[Execution.NOT_RECEIVED, Execution.RECALLED]) | Q(accepted_at__isnull=False),
                name="accepted_assignment_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(execution__in=[Execution.REPORTED_COMPLETE, Execution.COMPLETE])
                | Q(completed_at__isnull=False),
                name="completed_assignment_has_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "execution"], name="assignment_of_agency"),
            models.Index(fields=["task", "ended_on", "began_on"], name="assignment_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} × {self.agency_id}"

    @property
    def binding_on(self) -> dt.date | None:
        """The deadline that is judged: none of a monitor's."""
        return binding_day(self.role, self.due_on)

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the agency carries it on a day; what was recalled is no longer carried from that very day."""
        if self.execution == Execution.RECALLED and self.ended_on is not None and self.ended_on <= day:
            return False
        return (self.began_on is None or self.began_on <= day) and (self.ended_on is None or self.ended_on >= day)


class AssignmentSuccession(models.Model):
    """One assignment carries another on, and why it is this one; `event` None: a person gave it to another body.

    `chosen_reason` is what a person wrote who decided where the event left it open.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "predecessor": "public",
        "successor": "public",
        "event": "public",
        "because": "public",
        "is_verified": "public",
        "chosen_reason": "internal",
    }

    predecessor = models.ForeignKey(Assignment, models.CASCADE, related_name="+", verbose_name="phân công được kế tục")
    successor = models.ForeignKey(Assignment, models.CASCADE, related_name="+", verbose_name="phân công kế tục")
    event = models.ForeignKey(
        "agencies.SuccessionEvent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sự kiện tổ chức",
    )
    because = models.CharField("lý do chuyển", max_length=20, choices=MoveBasis)
    # False is shown as «chưa kiểm chứng»: the event or its part stands on recollection or inference.
    is_verified = models.BooleanField("đã kiểm chứng", default=True)
    chosen_reason = models.CharField("lý do chọn", max_length=500, blank=True)

    class Meta:
        verbose_name = "kế tục phân công"
        verbose_name_plural = "kế tục phân công"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="assignment_succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="assignment_succession_leads_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | (Q(because=MoveBasis.GIVEN) & ~Q(chosen_reason="")),
                name="succession_without_event_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class ProgressNote(models.Model):
    """What an agency says it has done, and how far it is."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "text": "internal",
        "progress": "internal",
        "noted_at": "internal",
        "noted_by": "internal",
    }

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="notes", verbose_name="phân công")
    text = models.TextField("nội dung")
    progress = models.PositiveSmallIntegerField("tiến độ (%)")
    noted_at = models.DateTimeField("thời điểm")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "ghi nhận tiến độ"
        verbose_name_plural = "ghi nhận tiến độ"
        ordering = ["-noted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.progress}%"
