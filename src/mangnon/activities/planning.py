"""An agency's own plan under a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.activities.errors import NOT_SAVED, BadAgencyPlan
from mangnon.activities.models import AgencyPlan
from mangnon.activities.policies import check_write_for
from mangnon.activities.rules import check_days
from mangnon.activities.working import clean_words
from mangnon.audit.public import changes_of, record
from mangnon.files.public import clean_name, store_file
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.public import Plan, participating_agencies, plans


@transaction.atomic
def keep_agency_plan(
    *,
    actor: Actor,
    plan_id: int,
    agency_id: int,
    title: str,
    number: str = "",
    issued_on: dt.date | None = None,
    file: bytes | File[Any] | None = None,
    file_name: str = "",
    agency_plan_id: int | None = None,
    version: int | None = None,
) -> AgencyPlan:
    """Write down an agency's own plan, or change one (`agency_plan_id`, `version`); without a file the one there stays.

    Raises NotAllowed, Stale, BadAgencyPlan, BadActivity, and the refusals of files.
    """
    plan = _plan_of(actor, plan_id, agency_id)
    check_days(None, issued_on)
    if issued_on is not None and issued_on > clock.today():
        raise BadAgencyPlan(f"Ngày ban hành ở sau hôm nay. {NOT_SAVED} Hãy sửa lại ngày.", code="bad_day")
    if agency_plan_id is None:
        kept = AgencyPlan(plan=plan, agency_id=agency_id)
    else:
        kept = _locked(agency_plan_id, plan, agency_id, version)
    before = {name: getattr(kept, name) for name in ("number", "issued_on", "title", "file", "file_name")}
    kept.title = clean_words(title, "trích yếu", most=500)
    kept.number = clean_words(number, "số, ký hiệu", most=80, must=False)
    kept.issued_on = issued_on
    if file is not None:
        kept.file = store_file(actor=actor, content=file)
        kept.file_name = clean_name(file_name, kept.file.kind)
    if agency_plan_id is not None:
        kept.version += 1
    kept.kept_at, kept.kept_by_id = clock.now(), actor.user_id
    kept.save()
    was, now = changes_of(kept, before)
    record(
        actor=actor,
        act="keep_agency_plan",
        object_type="AgencyPlan",
        object_id=kept.pk,
        before=was,
        after=now,
        details={"number": kept.number, "plan": plan.code},
    )
    return kept


def _plan_of(actor: Actor, plan_id: int, agency_id: int) -> Plan:
    check_write_for(actor, agency_id=agency_id)
    plan = plans(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotAllowed("Không có kế hoạch này. Không có gì bị thay đổi.")
    if not participating_agencies(plan).filter(pk=agency_id).exists():
        raise BadAgencyPlan(
            f"Cơ quan không có nhiệm vụ nào còn hiệu lực trong kế hoạch {plan.code}. {NOT_SAVED}", code="no_part"
        )
    return plan


def _locked(agency_plan_id: int, plan: Plan, agency_id: int, version: int | None) -> AgencyPlan:
    kept = AgencyPlan.objects.select_for_update(of=("self",)).filter(pk=agency_plan_id, agency_id=agency_id, plan=plan)
    found = kept.first()
    if found is None:
        raise NotAllowed("Không có kế hoạch này của cơ quan bạn. Không có gì bị thay đổi.")
    if version is not None and found.version != version:
        raise Stale(f"Người khác vừa cập nhật kế hoạch này. {NOT_SAVED} Hãy xem bản mới rồi gửi lại.")
    if found.withdrawn_at is not None:
        raise BadAgencyPlan(f"Kế hoạch này đã được rút. {NOT_SAVED} Hãy thêm kế hoạch mới.", code="withdrawn")
    return found


@transaction.atomic
def withdraw_agency_plan(*, actor: Actor, agency_plan_id: int, reason: str) -> AgencyPlan:
    """Withdraw one that was entered by mistake; it stays on record with the reason. Raises NotAllowed, BadAgencyPlan,
    BadActivity."""
    found = AgencyPlan.objects.filter(pk=agency_plan_id).select_related("plan").first()
    if found is None:
        raise NotAllowed("Không có kế hoạch này. Không có gì bị thay đổi.")
    check_write_for(actor, agency_id=found.agency_id)
    kept = _locked(agency_plan_id, found.plan, found.agency_id, None)
    kept.withdrawn_reason = clean_words(reason, "lý do rút", most=500)
    kept.withdrawn_at, kept.withdrawn_by_id = clock.now(), actor.user_id
    kept.version += 1
    kept.save()
    record(
        actor=actor,
        act="withdraw_agency_plan",
        object_type="AgencyPlan",
        object_id=kept.pk,
        reason=kept.withdrawn_reason,
    )
    return kept
