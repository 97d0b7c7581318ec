"""Money of activities, the programmes they are integrated in, and verdicts on suspected doubles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.activities.errors import NOT_SAVED, BadActivity, BadMoney
from mangnon.activities.models import Activity, BudgetLine, DoubleVerdict, LinkedProgramme
from mangnon.activities.place import open_activity
from mangnon.activities.policies import check_judge_doubles
from mangnon.activities.rules import LARGEST_AMOUNT
from mangnon.activities.terms import BudgetSource, Verdict
from mangnon.activities.working import clean_words
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.kernel.text import fold, one_line
from mangnon.plans.public import lead_agencies_of, plans

_AMOUNTS = ("planned", "allocated", "spent")


@transaction.atomic
def keep_budget_line(
    *,
    actor: Actor,
    activity_id: int,
    source: str,
    year: int,
    planned: int | None = None,
    allocated: int | None = None,
    spent: int | None = None,
    programme_id: int | None = None,
    note: str = "",
    line_id: int | None = None,
    version: int | None = None,
) -> BudgetLine:
    """Write down money of an activity from one source in one year, in whole đồng (None: not known), or change a line.

    Spending above what was allocated is taken: `rules.is_overspent` says so on every page. Raises NotAllowed, Closed,
    Stale, BadMoney.
    """
    activity = open_activity(actor, activity_id)
    amounts = {"planned": planned, "allocated": allocated, "spent": spent}
    _check_amounts(source, year, amounts)
    programme = _programme_of(activity, source, programme_id)
    line = BudgetLine(activity=activity) if line_id is None else _locked_line(activity, line_id, version)
    twin = BudgetLine.objects.filter(activity=activity, source=source, year=year, programme=programme)
    if twin.exclude(pk=line.pk).exists():
        raise BadMoney(
            f"Năm {year} đã có dòng kinh phí của nguồn này. {NOT_SAVED} Hãy sửa dòng đã có.", code="line_exists"
        )
    before = {name: getattr(line, name) for name in _AMOUNTS}
    line.source, line.year, line.programme = BudgetSource(source), year, programme
    line.planned, line.allocated, line.spent = planned, allocated, spent
    line.note = clean_words(note, "ghi chú", most=300, must=False)
    line.version += line_id is not None
    line.save()
    record(
        actor=actor,
        act="keep_budget_line",
        object_type="Activity",
        object_id=activity.pk,
        details={**_told(line), "line": line.pk, "amounts_before": before},
    )
    return line


def _told(line: BudgetLine) -> dict[str, Any]:
    amounts = {name: getattr(line, name) for name in _AMOUNTS}
    grouped = {name: f"{value:,}".replace(",", ".") for name, value in amounts.items() if value is not None}
    return {"year": line.year, "source": str(BudgetSource(line.source).label), **grouped}


def _check_amounts(source: str, year: int, amounts: Mapping[str, int | None]) -> None:
    if source not in BudgetSource.values:
        raise BadMoney(f"Chưa chọn nguồn kinh phí. {NOT_SAVED} Hãy chọn một nguồn.", code="unknown_source")
    if not 2000 <= year <= 2100:
        raise BadMoney(f"Năm {year} không hợp lý. {NOT_SAVED} Hãy nhập năm ngân sách, ví dụ 2025.", code="bad_year")
    known = [value for value in amounts.values() if value is not None]
    if not known:
        raise BadMoney(
            f"Chưa có số tiền nào. {NOT_SAVED} Hãy nhập ít nhất một số; số chưa biết thì để trống, không có "
            "tiền thì ghi 0.",
            code="no_amount",
        )
    if any(value < 0 or value > LARGEST_AMOUNT for value in known):
        raise BadMoney(f"Số tiền không hợp lý. {NOT_SAVED} Hãy kiểm tra lại, đơn vị là đồng.", code="bad_amount")


def _programme_of(activity: Activity, source: str, programme_id: int | None) -> LinkedProgramme | None:
    if source != BudgetSource.INTEGRATED:
        return None
    found = LinkedProgramme.objects.filter(pk=programme_id or 0, activity=activity).first()
    if found is None:
        raise BadMoney(
            f"Kinh phí lồng ghép phải nêu chương trình, đề án. {NOT_SAVED} Hãy ghi chương trình lồng ghép của hoạt "
            "động trước, rồi chọn chương trình ấy ở dòng kinh phí.",
            code="no_programme",
        )
    return found


def _locked_line(activity: Activity, line_id: int, version: int | None) -> BudgetLine:
    line = BudgetLine.objects.select_for_update().filter(pk=line_id, activity=activity).first()
    if line is None or (version is not None and line.version != version):
        raise Stale(f"Người khác vừa sửa hoặc bỏ dòng kinh phí này. {NOT_SAVED} Hãy xem bản mới rồi gửi lại.")
    return line


@transaction.atomic
def remove_budget_line(*, actor: Actor, line_id: int, version: int) -> None:
    """Take a line away that was entered by mistake; the evidence keeps its amounts.

    Raises NotAllowed, Closed, Stale.
    """
    activity_id = BudgetLine.objects.filter(pk=line_id).values_list("activity_id", flat=True).first()
    if activity_id is None:
        raise Stale("Dòng kinh phí này đã được bỏ trước đó. Không có gì bị thay đổi. Hãy tải lại trang.")
    activity = open_activity(actor, activity_id)
    line = _locked_line(activity, line_id, version)
    record(
        actor=actor,
        act="remove_budget_line",
        object_type="Activity",
        object_id=activity.pk,
        details={**_told(line), "line": line.pk},
    )
    line.delete()


@transaction.atomic
def link_programme(*, actor: Actor, activity_id: int, name: str, basis: str = "") -> LinkedProgramme:
    """Say that an activity is integrated in a programme; the same name again is the same one. Raises NotAllowed,
    Closed, BadActivity."""
    activity = open_activity(actor, activity_id)
    words = one_line(clean_words(name, "tên chương trình, đề án", most=300))
    programme, is_new = LinkedProgramme.objects.get_or_create(
        activity=activity,
        name_key=fold(words)[:300],
        defaults={
            "name": words,
            "basis": clean_words(basis, "văn bản phê duyệt", most=200, must=False),
            "added_at": clock.now(),
            "added_by_id": actor.user_id,
        },
    )
    if is_new:
        record(
            actor=actor,
            act="link_programme",
            object_type="Activity",
            object_id=activity.pk,
            details={"programme": programme.name, "basis": programme.basis},
        )
    return programme


@transaction.atomic
def unlink_programme(*, actor: Actor, programme_id: int) -> None:
    """Take that back while no money names the programme. Raises NotAllowed, Closed, BadActivity."""
    activity_id = LinkedProgramme.objects.filter(pk=programme_id).values_list("activity_id", flat=True).first()
    if activity_id is None:
        return
    activity = open_activity(actor, activity_id)
    programme = LinkedProgramme.objects.filter(pk=programme_id).first()
    if programme is None:  # somebody else has taken it back while this waited for the activity
        return
    if programme.lines.exists():
        raise BadActivity(
            "Chương trình này đang có dòng kinh phí nên chưa bỏ được. Không có gì bị thay đổi. Hãy sửa hoặc bỏ dòng "
            "kinh phí trước.",
            code="has_money",
        )
    record(
        actor=actor,
        act="unlink_programme",
        object_type="Activity",
        object_id=activity.pk,
        details={"programme": programme.name},
    )
    programme.delete()


@transaction.atomic
def judge_double(*, actor: Actor, first_id: int, second_id: int, verdict: str, reason: str) -> DoubleVerdict:
    """Say whether two activities are one; then only the first that is not dropped counts. A later verdict replaces the
    earlier, which stays in the evidence. Raises NotAllowed, BadActivity."""
    first_id, second_id = sorted((first_id, second_id))
    found = Activity.objects.filter(pk__in=[first_id, second_id], assignment__task__plan__in=plans(actor))
    pair = list(found.select_for_update(of=("self",)).select_related("assignment__task__plan").order_by("pk"))
    if len(pair) != 2:
        raise NotAllowed("Không có hai hoạt động này. Không có gì bị thay đổi.")
    leads = lead_agencies_of(each.assignment.task.plan for each in pair)
    check_judge_doubles(
        actor,
        lead_agency_ids=frozenset(agency.pk for agency in leads.values()),
        agency_ids=frozenset(each.assignment.agency_id for each in pair),
    )
    if verdict not in Verdict.values:
        raise BadActivity(f"Chưa chọn kết luận. {NOT_SAVED} Hãy chọn một trong hai.", code="no_verdict")
    words = clean_words(reason, "lý do kết luận", most=500)
    judged, _ = DoubleVerdict.objects.update_or_create(
        first_id=first_id,
        second_id=second_id,
        defaults={
            "verdict": verdict,
            "reason": words,
            "judged_at": clock.now(),
            "judged_by_id": actor.user_id,
        },
    )
    record(
        actor=actor,
        act="judge_double",
        object_type="Activity",
        object_id=first_id,
        details={"other": second_id, "verdict": str(Verdict(verdict).label)},
        reason=words,
    )
    return judged
