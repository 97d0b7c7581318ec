"""Reads of the evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor, User
from mangnon.audit.acts import wording
from mangnon.audit.models import AuditRow, ChainCheck
from mangnon.audit.policies import may_read_audit
from mangnon.kernel import clock


def history_of(viewer: Actor, *, object_type: str, object_ids: list[str]) -> QuerySet[AuditRow]:
    """The acts on some objects, newest first. Who may see the object may see its history: the caller has checked."""
    return AuditRow.objects.filter(object_type=object_type, object_id__in=object_ids).order_by("-id")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of the evidence is asked for; empty means all. Days are days in Viet Nam, both included."""

    since: dt.date | None = None
    until: dt.date | None = None
    person: str = ""
    agency: str = ""
    group: str = ""
    object_type: str = ""
    object_id: str = ""


def evidence(viewer: Actor, wanted: LogFilter) -> QuerySet[AuditRow]:
    """Rows of the viewer's province (with those it was formed from), newest first; all rows for the system itself."""
    rows = AuditRow.objects.order_by("-id")
    if not viewer.is_system:
        if not may_read_audit(viewer):
            return rows.none()
        rows = rows.filter(territory_code__in=sorted(viewer.territory_codes))
    if wanted.since:
        rows = rows.filter(at__gte=clock.at(wanted.since, 0))
    if wanted.until:
        rows = rows.filter(at__lte=clock.last_minute(wanted.until))
    if wanted.person:
        rows = rows.filter(actor_label__icontains=wanted.person)
    if wanted.agency:
        rows = rows.filter(Q(agency_name__icontains=wanted.agency) | Q(agency_code=wanted.agency))
    if wanted.group:
        rows = rows.filter(act__in=wording().groups.get(wanted.group, ()))
    if wanted.object_type:
        rows = rows.filter(object_type=wanted.object_type)
    if wanted.object_id:
        rows = rows.filter(object_id=wanted.object_id)
    return rows


def accounts_of(rows: Sequence[AuditRow]) -> dict[int, str]:
    """Whose accounts rows speak of, by row: «tài khoản số 5 là «daoltm»». One query, and no names of people."""
    numbers = {row.pk: _account_number(row) for row in rows}
    known = dict(User.objects.filter(pk__in=[n for n in numbers.values() if n]).values_list("pk", "username"))
    return {pk: f"Tài khoản số {number} là «{known[number]}»" for pk, number in numbers.items() if number in known}


def _account_number(row: AuditRow) -> int:
    told = row.object_id if row.object_type == "User" else (row.details or {}).get("user") or ""
    return int(told) if str(told).isascii() and str(told).isdigit() and len(str(told)) < 19 else 0


def latest_check() -> ChainCheck | None:
    """The last verification of the chain."""
    return ChainCheck.objects.order_by("-id").first()
