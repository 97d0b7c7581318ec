"""Another person's sign-in, for administrators."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import Refusal
from mangnon.people import rescue
from mangnon.people.brakes import locked_until
from mangnon.people.factors import factor_of
from mangnon.people.outside import outside_name, subject_of
from mangnon.people.policies import can_administer_people
from mangnon.people.selectors import person_by_id
from mangnon.people.sessions import sessions_of
from mangnon.people.web.views import note_reading

_ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "mo-khoa": (rescue.unlock_person, "Đã mở khóa. Người này đăng nhập lại được ngay."),
    "ket-thuc-phien": (rescue.end_sessions_of_person, "Đã kết thúc mọi phiên đăng nhập của người này."),
    "dat-lai-hai-buoc": (rescue.reset_factor_of_person, "Đã đặt lại xác thực hai bước và kết thúc mọi phiên."),
    "buoc-doi-mat-khau": (rescue.order_password_change, "Người này phải đổi mật khẩu trước khi làm việc tiếp."),
}


@requires(can_administer_people)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_sign_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Lock, sessions, second factor and password of a person of the province; one act a form."""
    actor = actor_of(request)
    person = person_by_id(actor, user_id)
    if person is None:
        raise Http404
    if request.method == "POST":
        _do(request, actor, person.pk)
        return redirect("person_sign_in", user_id=person.pk)
    note_reading(request, person, purpose="Quản lý việc đăng nhập")
    context = {
        "person": person,
        "sessions": sessions_of(person),
        "locked_until": locked_until(person),
        "factor": factor_of(person),
        "is_oneself": person.pk == actor.user_id,
        "outside_name": outside_name(),
        "subject": subject_of(person),
    }
    return render(request, "people/person_sign_in.html", context)


def _do(request: HttpRequest, actor: Actor, user_id: int) -> None:
    wanted = request.POST.get("viec", "")
    try:
        if wanted == "lien-ket":
            rescue.link_identity(actor=actor, user_id=user_id, subject=request.POST.get("ma-dinh-danh", ""))
            messages.success(request, "Đã ghi mã định danh.")
        elif wanted in _ACTS:
            act, words = _ACTS[wanted]
            act(actor=actor, user_id=user_id)
            messages.success(request, words)
        else:
            messages.error(request, "Không rõ việc cần làm. Không có gì bị thay đổi.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
