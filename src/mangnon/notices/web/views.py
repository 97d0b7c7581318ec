"""«Nhắc việc»: what a person is told today and was told before; the log for who urges and oversees."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires, signed_in
from mangnon.kernel import clock
from mangnon.kernel.dates import typed_day
from mangnon.notices import rules
from mangnon.notices.models import Digest
from mangnon.notices.policies import can_see_reminders
from mangnon.notices.selectors import digest_of_day, digests, is_mail_on, notices, reminders, wants_mail
from mangnon.notices.services import choose_mail, mark_all_read, mark_read
from mangnon.notices.terms import ReminderKind, Section
from mangnon.notices.web.forms import MailForm

_EARLIER, _NOTICES, _A_PAGE = 14, 30, 50
_TONES = {"overdue": "late", "today": "soon", "soon": "soon", "waiting": "wait", "mentions": "neutral"}


@signed_in
@require_safe
def reminders_page(request: HttpRequest) -> HttpResponse:
    """Today's digest, single notices, the digests of before, and how one wants to be reminded."""
    actor, today = actor_of(request), clock.today()
    own = digests(actor)
    context = {
        "digest": _shown(digest_of_day(actor, today)),
        "today": today,
        "notices": list(notices(actor)[:_NOTICES]),
        "earlier": [_row(digest) for digest in own.filter(on__lt=today)[:_EARLIER]],
        "earlier_columns": [{"label": "Ngày"}, {"label": "Số việc", "numeric": True}, {"label": "Tình trạng"}],
        **_preferences(actor),
    }
    return render(request, "notices/reminders.html", context)


@signed_in
@require_safe
def digest_page(request: HttpRequest, day: str) -> HttpResponse:
    """The digest of one day, as it stood that morning."""
    digest = digest_of_day(actor_of(request), _day(day))
    if digest is None:
        raise Http404("no digest on that day for this person")
    return render(request, "notices/digest.html", {"digest": _shown(digest), "today": clock.today()})


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """The person has read: a notice (`tin`), the digest of a day (`ngay`), or everything."""
    actor = actor_of(request)
    ids = {int(text) for text in request.POST.getlist("tin")[:500] if text.isdecimal() and len(text) < 18}
    day = request.POST.get("ngay", "")
    if ids or day:
        mark_read(actor=actor, notice_ids=ids, day=_day(day) if day else None)
    else:
        mark_all_read(actor=actor)
    messages.success(request, "Đã đánh dấu đã đọc.")
    return redirect("reminders")


@signed_in
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """E-mail too, or only here."""
    form = MailForm(request.POST)
    form.is_valid()  # a box is ticked or not: nothing else can be sent
    wanted = bool(form.cleaned_data.get("by_mail"))
    choose_mail(actor=actor_of(request), by_mail=wanted)
    messages.success(
        request, "Từ nay bản nhắc việc được gửi cả bằng thư điện tử." if wanted else "Từ nay chỉ nhắc trên hệ thống."
    )
    return redirect("reminders")


@requires(can_see_reminders)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who was reminded of what, when, by which way, and how it went, in the viewer's provinces."""
    actor = actor_of(request)
    kind = request.GET.get("loai", "")
    found = reminders(actor)
    if kind in ReminderKind.values:
        found = found.filter(kind=kind)
    if body := request.GET.get("co-quan", "").strip()[:60]:
        found = found.filter(of_body=body)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "kind": kind,
        "body": body,
        "kinds": [(each.value, each.label) for each in ReminderKind],
        "columns": [
            {"label": "Lúc"},
            {"label": "Việc"},
            {"label": "Nơi nhận"},
            {"label": "Ai nhắc"},
            {"label": "Kênh, kết quả"},
        ],
    }
    return render(request, "notices/log.html", context)


def _day(text: str) -> dt.date:
    day = typed_day(text)
    if day is None:
        raise Http404("no such day")
    return day


def _preferences(actor: Actor) -> dict[str, Any]:
    wanted = wants_mail(actor.user_id or 0)
    return {
        "mail_on": is_mail_on(),
        "mail_form": MailForm(initial={"by_mail": wanted}),
        "wants_mail": wanted,
        "may_see_log": can_see_reminders(actor),
    }


def _row(digest: Digest) -> dict[str, Any]:
    delivery = getattr(digest, "delivery", None)
    return {"digest": digest, "count": rules.total(digest.counts), "mail": delivery}


def _shown(digest: Digest | None) -> dict[str, Any] | None:
    """A digest by sections; days as days."""
    if digest is None:
        return None
    sections = []
    for section in Section:
        lines = [
            {**line, "due": dt.date.fromisoformat(line["due"]) if line["due"] else None}
            for line in digest.lines.get(section.value, [])
        ]
        count = digest.counts.get(section.value, 0)
        if count:
            sections.append(
                {
                    "code": section.value,
                    "label": section.label,
                    "count": count,
                    "tone": _TONES[section.value],
                    "lines": lines,
                    "more": count - len(lines),
                    "url": f"#{section.value}",
                }
            )
    return {"row": digest, "sections": sections, "total": rules.total(digest.counts)}
