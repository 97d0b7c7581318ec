"""Keys and calendar address of another person, for administrators of the province."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.audit.public import record_read
from mangnon.exchange.others_keys import open_feed_of, revoke_feed_of_person, revoke_token_of_person
from mangnon.exchange.tokens import is_alive, tokens_of
from mangnon.kernel.refusals import Refusal
from mangnon.people.public import can_administer_people, person_by_id

_COLUMNS = [
    {"label": "Mã"},
    {"label": "Vị trí công tác"},
    {"label": "Phạm vi"},
    {"label": "Dùng đến hết"},
    {"label": "Dùng gần nhất"},
    {"label": "Việc", "hidden": True},
]
_MOST = 50


@requires(can_administer_people)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_keys(request: HttpRequest, user_id: int) -> HttpResponse:
    """What a person's programs may use, and where a calendar is fetched; each is revoked by its own form."""
    actor = actor_of(request)
    person = person_by_id(actor, user_id)
    if person is None:
        raise Http404("no such person in the viewer's province")
    if request.method == "POST":
        _revoke(request, actor, person.pk)
        return redirect("person_keys", user_id=person.pk)
    if person.pk != actor.user_id:
        record_read(actor=actor, object_type="User", object_id=person.pk, purpose="Quản lý mã truy cập")
    rows = [{"token": token, "is_alive": is_alive(token)} for token in tokens_of(person)[:_MOST]]
    context = {
        "person": person,
        "rows": rows,
        "feed": open_feed_of(person.pk),
        "is_oneself": person.pk == actor.user_id,
        "columns": _COLUMNS,
        "note": f"{len(rows)} mã",
    }
    return render(request, "exchange/person_keys.html", context)


def _revoke(request: HttpRequest, actor: Actor, user_id: int) -> None:
    token = request.POST.get("ma", "")
    try:
        if token.isascii() and token.isdecimal() and len(token) < 19:
            revoke_token_of_person(actor=actor, user_id=user_id, token_id=int(token))
            messages.success(request, "Đã thu hồi mã. Chương trình dùng mã ấy không vào được nữa.")
        elif request.POST.get("lich"):
            revoke_feed_of_person(actor=actor, user_id=user_id)
            messages.success(request, "Đã thu hồi địa chỉ lịch. Chương trình đang dùng địa chỉ này không tải được nữa.")
        else:
            messages.error(request, "Không rõ việc cần làm. Không có gì bị thay đổi.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
