"""Who is responsible on a day, and why, in the shape the commands answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.public import Agency, SuccessionEvent, function_names, responsible_agency
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold
from mangnon.plans.models import Task
from mangnon.plans.public import HolderStep, assignments, responsible_for_task
from mangnon.plans.terms import Undecided
from mangnon.territory.models import Unit
from mangnon.territory.public import province_of, unit_with_code
from mangnon.territory.terms import Level


class NothingSuch(Refusal):
    """A task, function or territory that is not there."""

    code = "nothing_such"


def provinces_set_up() -> list[str]:
    """Codes of the provinces that have bodies which have not ended."""
    rows = Agency.objects.filter(level="province", valid_to__isnull=True).order_by("territory__code")
    return list(rows.values_list("territory__code", flat=True).distinct())


def _unit(code: str, on: dt.date) -> Unit:
    """The unit with a code on a day, or the last one that had it before. Raises UnknownUnit."""
    try:
        return unit_with_code(code, on=on)
    except Refusal as refusal:
        ended = Unit.objects.filter(code=code, valid_to__lt=on).order_by("-valid_to", "pk").first()
        if ended is None or refusal.code == "ambiguous_code":
            raise
        return ended


def agencies_of(code: str, *, on: dt.date) -> list[dict[str, Any]]:
    """The bodies of a province with its districts and communes, or of one district or commune, on a day."""
    unit = unit_with_code(code, on=on)
    found = Agency.objects.on(on).select_related("territory")
    if unit.level == Level.PROVINCE:
        found = found.filter(code__startswith=f"{unit.code}.")
    else:
        found = found.filter(territory=unit)
    return [
        {
            "code": agency.code,
            "name": agency.name,
            "short_name": agency.short_name,
            "level": agency.level,
            "territory": agency.territory.code,
            "valid_from": agency.valid_from.isoformat() if agency.valid_from else None,
            "valid_to": agency.valid_to.isoformat() if agency.valid_to else None,
            "is_verified": agency.is_verified,
        }
        for agency in found.order_by("code")
    ]


def responsible_for_function(given: str, *, territory: str, on: dt.date) -> dict[str, Any]:
    """Who carries a function (code or Vietnamese name) in the province of a territory on a day.

    Raises NothingSuch, UnknownUnit.
    """
    names = function_names()
    wanted = fold(given)
    code = given if given in names else next((code for code, name in names.items() if fold(name) == wanted), None)
    if code is None:
        raise NothingSuch(
            f"Không có chức năng nào mang mã hoặc tên «{given}». Các chức năng: "
            f"{', '.join(f'{code} ({name})' for code, name in names.items())}."
        )
    unit = _unit(territory, on)
    province = province_of(unit, on)
    if province is None:
        return _answer(None, None, [], "Không xác định được tỉnh của địa bàn vào ngày này.")
    found = responsible_agency(function=code, province_code=province.code, on=on)
    steps = [_step(each.event, each.source, each.target, each.function, each.is_verified) for each in found.because]
    return {**_answer(found.agency, found.since, steps, found.unresolved), "function": code}


def responsible_for_plan_task(given: str, *, territory: str, on: dt.date) -> dict[str, Any]:
    """Who leads a task (TASK or PLAN:TASK) on a day, and by which events it came there.

    For a district or commune also who takes part there (`local`). Raises NothingSuch, UnknownUnit.
    """
    task = _task(given)
    unit = _unit(territory, on)
    own = province_of(task.plan.territory, on)
    there = province_of(unit, on)
    if own is None or there is None or own.pk != there.pk:
        raise NothingSuch(
            f"Nhiệm vụ {task.code} của {task.plan.code} không thuộc địa bàn mã «{territory}» vào ngày "
            f"{on:%d/%m/%Y}. Hãy kiểm tra mã."
        )
    found = responsible_for_task(SYSTEM, task, on)
    steps = [
        _step(each.event, each.source, each.target, each.function, each.is_verified)
        if each.event is not None
        else _given(each)
        for each in found.because
    ]
    if found.undecided:
        why = f"{Undecided(found.undecided).label}: việc còn ở {found.agency.name if found.agency else '…'}."
        answer = _answer(None, None, steps, why)
    elif found.agency is None:
        answer = _answer(None, None, steps, "Nhiệm vụ chưa được giao vào ngày này.")
    else:
        answer = _answer(found.agency, found.since or task.plan.directive.issued_on, steps, "")
    local = assignments(SYSTEM, on=on).filter(task=task, agency__territory=unit).exclude(agency__level="province")
    here = [{"agency": row.agency.name, "code": row.agency.code, "role": row.role} for row in local]
    return {**answer, "plan": task.plan.code, "task": task.code, "local": here}


def _task(given: str) -> Task:
    plan_code, sign, code = given.rpartition(":")
    tasks = Task.objects.select_related("plan__territory", "plan__directive").filter(code=code)
    found = list(tasks.filter(plan__code=plan_code) if sign else tasks)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NothingSuch(f"Không có nhiệm vụ nào mang mã «{given}». Hãy kiểm tra mã, ví dụ 501-KH-UBND:I.1.")
    plans = ", ".join(sorted(task.plan.code for task in found))
    raise NothingSuch(f"Mã «{given}» có trong nhiều kế hoạch: {plans}. Hãy viết dạng KẾ_HOẠCH:NHIỆM_VỤ.")


def _answer(
    agency: Agency | None, since: dt.date | None, because: list[dict[str, Any]], unresolved: str
) -> dict[str, Any]:
    return {
        "agency": agency.name if agency else None,
        "code": agency.code if agency else None,
        "territory": agency.territory.name if agency else None,
        "since": since.isoformat() if since and agency else None,
        "because": because,
        "unresolved": unresolved or None,
    }


def _given(step: HolderStep) -> dict[str, Any]:
    """A step by which no event led: the body that gave the task gave it to another."""
    return {
        "event": "given",
        "effective_on": step.on.isoformat(),
        "document": None,
        "basis": step.chosen_reason or None,
        "tag": None,
        "from": step.source.name,
        "from_code": step.source.code,
        "from_territory": step.source.territory.name,
        "to": step.target.name,
        "to_code": step.target.code,
        "to_territory": step.target.territory.name,
        "function": step.function or None,
        "is_verified": True,
    }


def _step(
    event: SuccessionEvent, source: Agency, target: Agency | None, function: str, is_verified: bool
) -> dict[str, Any]:
    return {
        "event": event.kind,
        "effective_on": event.effective_on.isoformat(),
        "document": event.document_number or None,
        "basis": event.basis or None,
        "tag": event.tag,
        "from": source.name,
        "from_code": source.code,
        "from_territory": source.territory.name,
        "to": target.name if target else None,
        "to_code": target.code if target else None,
        "to_territory": target.territory.name if target else None,
        "function": function or None,
        "is_verified": is_verified,
    }
