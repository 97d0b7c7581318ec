"""To whom an assignment can be given: bodies in force of the plan's own province; below an agency, its units and the
committees under it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from mangnon.agencies.public import Agency, Body, BodyFinder
from mangnon.kernel import clock
from mangnon.kernel.text import nfc, one_line
from mangnon.plans.errors import BadReceiver, SeveralMeant
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.successions.leading import check_of_own_province, codes_of_plan
from mangnon.plans.terms import AssignmentRole
from mangnon.territory.public import descendants

# «các sở, ban, ngành trừ Sở Nội vụ»: the words before it mean the body that is left out, too.
# With its marks: «Dự trữ» is the name of bodies.
_EXCEPT = re.compile(r"\btrừ\b", re.IGNORECASE)
# Below a body of a level stand bodies of these levels, beside the units it has itself.
_BELOW = {"province": ("district", "commune"), "district": ("commune",)}


def possible_receivers(plan: Plan, *, on: dt.date | None = None) -> QuerySet[Agency]:
    """The bodies in force on a day to which the tasks of a plan can be given, those of the province first."""
    day = on or clock.today()
    own = Q()
    for code in codes_of_plan(plan, day):
        own |= Q(code__startswith=f"{code}.")
    return Agency.objects.on(day).filter(own).select_related("territory").order_by("-level", "code")


def possible_delegates(agency: Agency, *, on: dt.date | None = None) -> QuerySet[Agency]:
    """The bodies in force on a day to which an agency can give its own part on: its units; from a department the
    committees of districts and communes inside its territory, from a district's committee those of its communes."""
    day = on or clock.today()
    found = Q(parent=agency)
    levels = _BELOW.get(agency.level, ())
    if levels:
        inside = Q(territory__in=descendants(agency.territory, day).values("pk")) | Q(territory=agency.territory)
        found |= Q(level__in=levels) & inside
    return Agency.objects.on(day).filter(found).exclude(pk=agency.pk).select_related("territory").order_by("code")


def named_bodies(words: str, among: Iterable[Agency]) -> list[Body]:
    """The bodies in force that some words mean among some agencies: names and classes («các sở, ban, ngành»), parted by
    semicolons. Raises BadReceiver for words nobody answers to."""
    if _EXCEPT.search(nfc(words)):
        raise BadReceiver(
            "Hệ thống chưa hiểu phần loại trừ («trừ …»). Chưa giao cho cơ quan nào. Hãy ghi tên từng cơ quan nhận, "
            "hoặc giao cho cả nhóm rồi thu hồi của cơ quan được trừ.",
            code="with_exception",
        )
    finder = BodyFinder(list(among), on=clock.today())
    bodies, unknown = finder.find([phrase.strip() for phrase in words.split(";") if phrase.strip()])
    if bodies and not unknown:
        return bodies
    if not unknown:
        raise BadReceiver("Chưa nêu cơ quan nhận. Chưa giao cho cơ quan nào. Hãy ghi tên cơ quan.", code="nobody_named")
    near = "; ".join(finder.near(unknown[0]))
    hint = f"Tên gần giống: {near}. " if near else ""
    raise BadReceiver(
        f"Chưa nhận ra cơ quan hoặc nhóm cơ quan «{'; '.join(unknown)[:200]}». Chưa giao cho cơ quan nào. {hint}"
        "Hãy ghi tên đầy đủ; nhiều tên cách nhau bằng dấu chấm phẩy.",
        code="unknown_words",
    )


def chosen_among(meant: Sequence[Body], words: str, chosen: Collection[int] | None) -> list[Body]:
    """Those of the bodies some words mean that a person has seen and chosen. What names each body by itself needs no
    choice; what a group means does: the words of a paper drop easily what limits them («liên quan»).

    Raises SeveralMeant with all of them where nobody has chosen, BadReceiver where one chosen is not meant (any more),
    or none is chosen.
    """
    if chosen is None:
        if any(body.class_words for body in meant):
            raise SeveralMeant(
                f"«{one_line(words)[:200]}» là {len(meant)} cơ quan. Chưa giao cho cơ quan nào. Hãy xem danh sách, bỏ "
                "chọn cơ quan không liên quan rồi xác nhận.",
                bodies=tuple(body.agency.pk for body in meant),
            )
        return [*meant]
    if not set(chosen) <= {body.agency.pk for body in meant}:
        raise BadReceiver(
            "Danh sách cơ quan đã thay đổi từ khi bạn xem. Chưa giao cho cơ quan nào. Hãy xem lại danh sách.",
            code="list_changed",
        )
    found = [body for body in meant if body.agency.pk in set(chosen)]
    if not found:
        raise BadReceiver(
            "Chưa chọn cơ quan nào trong danh sách. Chưa giao. Hãy chọn ít nhất một.", code="nobody_named"
        )
    return found


def one_named(words: str, among: Iterable[Agency]) -> Agency:
    """The one body that some words mean. Raises BadReceiver."""
    bodies = named_bodies(words, among)
    if len(bodies) > 1 or bodies[0].class_words:
        raise BadReceiver(
            f"«{words[:100]}» là nhiều cơ quan. Chưa giao cho cơ quan nào. Hãy ghi tên một cơ quan.",
            code="several_named",
        )
    return bodies[0].agency


def receiver_for_plan(plan: Plan, agency_id: int) -> Agency:
    """The body to which a task of a plan is to be given. Raises BadReceiver."""
    agency = Agency.objects.filter(pk=agency_id).select_related("territory").first()
    if agency is None:
        raise BadReceiver("Chưa chọn cơ quan nhận. Chưa giao cho cơ quan nào. Hãy chọn một cơ quan đang hoạt động.")
    check_of_own_province(agency, codes_of_plan(plan, clock.today()))
    if not agency.is_in_force(clock.today()):
        raise BadReceiver(
            f"{agency.name} hiện không hoạt động. Chưa giao cho cơ quan nào. Hãy chọn một cơ quan đang hoạt động."
        )
    return agency


def checked_receiver(assignment: Assignment, agency_id: int) -> Agency:
    """The body to which an assignment is to be given instead. Raises BadReceiver."""
    agency = receiver_for_plan(assignment.task.plan, agency_id)
    if agency.pk == assignment.agency_id:
        raise BadReceiver("Phân công này đang của chính cơ quan được chọn. Chưa giao lại. Hãy chọn cơ quan khác.")
    if assignment.parent is not None:
        check_below(assignment.parent.agency, [agency])
    own = own_of(assignment, agency)
    if own is not None and assignment.role != AssignmentRole.LEAD:
        raise already_there(agency)
    if own is not None and own.role == AssignmentRole.LEAD:
        raise already_there(agency)
    return agency


def own_of(assignment: Assignment, agency: Agency) -> Assignment | None:
    """What a body has open on the same task, period and delegation."""
    return (
        Assignment.objects.live(clock.today())
        .filter(
            task_id=assignment.task_id,
            instance_id=assignment.instance_id,
            parent_id=assignment.parent_id,
            agency=agency,
        )
        .select_related("task__plan", "agency")
        .order_by("began_on", "pk")
        .first()
    )


def already_there(agency: Agency) -> BadReceiver:
    """The refusal to give a task to a body that has it."""
    return BadReceiver(
        f"{agency.name} đã có phân công ở nhiệm vụ này. Chưa giao thêm. Hãy chọn cơ quan khác.", code="already_there"
    )


def check_below(agency: Agency, chosen: list[Agency]) -> None:
    """Raise BadReceiver for bodies that are not below an agency."""
    below = set(possible_delegates(agency).values_list("pk", flat=True))
    wrong = next((each for each in chosen if each.pk not in below), None)
    if wrong is not None:
        raise BadReceiver(
            f"{wrong.name} không phải đơn vị trực thuộc hoặc cơ quan cấp dưới của {agency.name}. "
            "Chưa giao cho cơ quan nào. Hãy chọn lại.",
            code="not_below",
        )
