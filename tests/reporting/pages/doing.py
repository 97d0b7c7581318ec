"""What the tests of the pages share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.models import Consolidation
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene, user_at

DONE = {"results": "Đã làm xong."}


def signed_in(htmx: HtmxClient, plan: Scene, place: Any) -> HtmxClient:
    """An officer of a body, signed in; of the recipient its lead officer."""
    role = Role.PROVINCIAL_LEAD if place == plan.lead else Role.DEPARTMENT_OFFICER
    htmx.force_login(user_at(place, role))
    return htmx


def url_of(plan: Scene, name: str, *extra: Any) -> str:
    """An address of the period."""
    return reverse(name, args=[plan.regime.code, plan.period.code, *extra])


def page_of(answer: HttpResponse) -> html.HtmlElement:
    """An answer as a tree."""
    return html.document_fromstring(answer.content.decode())


def words_of(answer: HttpResponse) -> str:
    """What the page says."""
    return " ".join(page_of(answer).xpath("string(//main)").split())


def consolidated(plan: Scene) -> Consolidation:
    """A consolidation of the period."""
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã mở 06 lớp.", "difficulties": "Thiếu kinh phí."}})
    plan.accepted(plan.district, {None: {"results": "Đã chỉ đạo các xã."}})
    return consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})


def entry_form(task: int, version: int = 0, **fields: Any) -> dict[str, Any]:
    """A form of one entry."""
    return {"task": task, "version": version, **fields}
