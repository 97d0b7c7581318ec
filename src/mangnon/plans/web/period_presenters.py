"""The periods of a recurring task as its page shows them, and the form by which its rule is set."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.models import Assignment, RecurrenceRule, Task, TaskInstance
from mangnon.plans.selectors import every_assignment
from mangnon.plans.terms import AssignmentRole, Execution, Frequency, TimeFrameKind
from mangnon.plans.web.task_presenters import Member, member_of
from mangnon.ui.days import DayField

# Tasks done once by a day have no rule to ask for.
_MAY_RECUR = (TimeFrameKind.RECURRING, TimeFrameKind.ONGOING, TimeFrameKind.ON_REQUEST, TimeFrameKind.UNKNOWN)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_MONTH_WORDS = {Frequency.QUARTERLY: "tháng thứ {} của quý", Frequency.HALF_YEARLY: "tháng thứ {} của kỳ"}


class RecurrenceForm(forms.Form):
    """How often, due when, from when, and why. What it may be is decided by the service."""

    frequency = forms.ChoiceField(
        label="Tần suất",
        choices=[("", "Chọn tần suất"), *Frequency.choices],
        error_messages={"required": "Chưa chọn tần suất.", "invalid_choice": "Chưa chọn tần suất."},
    )
    due_month = forms.IntegerField(
        label="Tháng đến hạn trong kỳ",
        required=False,
        min_value=1,
        max_value=12,
        help_text="Tháng thứ mấy của kỳ, ví dụ 11 nếu hạn trong tháng 11 hằng năm. Bỏ trống: tháng cuối kỳ.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Tháng là một số từ 1 đến 12."),
    )
    due_day = forms.IntegerField(
        label="Ngày đến hạn",
        required=False,
        min_value=1,
        max_value=31,
        help_text="«Trước ngày 15» thì nhập 14. Bỏ trống: ngày cuối tháng.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Ngày là một số từ 1 đến 31."),
    )
    from_on = DayField(
        label="Áp dụng từ ngày",
        help_text="Các kỳ đã tạo giữ nguyên; kỳ đang thực hiện chạy đến hết, quy tắc mới bắt đầu ngay sau đó.",
    )
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=500,
        error_messages={"required": "Chưa có lý do.", "max_length": "Lý do dài quá 500 ký tự."},
    )


class StopForm(forms.Form):
    """From when a task no longer recurs, and why."""

    from_on = RecurrenceForm.base_fields["from_on"]
    reason = RecurrenceForm.base_fields["reason"]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period: who leads it and where that stands, how many coordinators have taken it up."""

    instance: TaskInstance
    words: str
    lead: Member | None
    coordinators: int
    accepted: int
    is_running: bool


def period_words(key: str) -> str:
    """«2025Q3» as officials say it: «Quý III năm 2025»."""
    year, part = key[:4], key[4:]
    if not part:
        return f"Năm {year}"
    if part[0] == "-":
        return f"Tháng {int(part[1:])} năm {year}"
    if part[0] == "Q":
        return f"Quý {_ROMAN[part[1:]]} năm {year}"
    return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"


def rule_words(rule: RecurrenceRule) -> str:
    """«Hằng năm, hạn ngày 14/11; áp dụng từ ngày 17/02/2025»."""
    frequency = Frequency(rule.frequency)
    span = f"áp dụng từ ngày {vn_date(rule.from_on)}"
    until = f" đến hết ngày {vn_date(rule.until_on)}" if rule.until_on else ""
    return f"{frequency.label}, hạn {_due_words(frequency, rule.due_month, rule.due_day)}; {span}{until}"


def _due_words(frequency: Frequency, month: int | None, day: int | None) -> str:
    if month is None and day is None:
        return "ngày cuối kỳ"
    if frequency == Frequency.YEARLY and month is not None:
        is_end = day is None or (month == 2 and day >= 29)
        return f"ngày cuối tháng {month}" if is_end else f"ngày {day:02d}/{month:02d}"
    in_month = "" if month is None or frequency == Frequency.MONTHLY else _MONTH_WORDS[frequency].format(month)
    if frequency != Frequency.MONTHLY and month is None:
        in_month = "tháng cuối kỳ"
    return " ".join(filter(None, ["ngày cuối tháng" if day is None else f"ngày {day}", in_month]))


def periods_of(
    actor: Actor,
    task: Task,
    *,
    may_change: bool,
    form: RecurrenceForm | None = None,
    stopping: StopForm | None = None,
) -> dict[str, Any] | None:
    """What the page of a task says of its periods; None for a task that does not come back. Three queries."""
    rules = list(task.recurrence_rules.order_by("from_on", "pk"))
    rows = _rows(actor, task)
    if not rules and not rows and not (may_change and task.time_frame_kind in _MAY_RECUR):
        return None
    running = next((rule for rule in rules if rule.until_on is None), None)
    return {
        "rules": [{"words": rule_words(rule), "reason": rule.reason, "is_open": rule is running} for rule in rules],
        "is_running": running is not None,
        "rows": rows,
        "is_unclear": task.time_frame_kind == TimeFrameKind.RECURRING and not rules,
        "may_change": may_change,
        "form": form or RecurrenceForm(initial=_initial(running), auto_id="ky-%s"),
        "stopping": stopping or StopForm(auto_id="dung-%s"),
    }


def _initial(rule: RecurrenceRule | None) -> dict[str, Any]:
    today: dt.date = clock.today()
    if rule is None:
        return {"from_on": today}
    return {
        "frequency": rule.frequency,
        "due_month": rule.due_month,
        "due_day": rule.due_day,
        "from_on": today,
    }


def _rows(actor: Actor, task: Task) -> list[PeriodRow]:
    today = clock.today()
    held: dict[int | None, list[Assignment]] = defaultdict(list)
    for row in every_assignment(actor).filter(task=task, instance__isnull=False, parent__isnull=True).order_by("pk"):
        if row.execution != Execution.RECALLED and row.is_in_force(max(today, row.began_on or today)):
            held[row.instance_id].append(row)
    found = []
    for instance in task.instances.order_by("-starts_on"):
        mine = held[instance.pk]
        lead = next((row for row in mine if row.role == AssignmentRole.LEAD), None)
        others = [row for row in mine if row.role == AssignmentRole.COORDINATOR]
        found.append(
            PeriodRow(
                instance=instance,
                words=period_words(instance.period),
                lead=member_of(lead) if lead is not None else None,
                coordinators=len(others),
                accepted=sum(row.execution != Execution.NOT_RECEIVED for row in others),
                is_running=instance.starts_on <= today <= instance.ends_on,
            )
        )
    return found
