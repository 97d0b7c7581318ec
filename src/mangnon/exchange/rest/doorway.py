"""What every request of a program passes: who asks, how often, may they write, once or again, and which version.

The routes behind it know nothing of this: they get an actor and call selectors and services.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja.utils import check_csrf

from mangnon.accounts.public import Actor, behind_wall
from mangnon.accounts.web.access import origin_of
from mangnon.agencies.public import actor_for
from mangnon.exchange.answers import LONGEST_KEY, Kept, claim_key, digest_of, keep_answer
from mangnon.exchange.models import ApiToken
from mangnon.exchange.rest.problems import Problem, missing, of_refusal, problem
from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import count_use, token_of_key
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.public import CannotSignIn, check_may_work, note_wrong_key, until_words, waiting_until

LARGEST_BODY: Final = 1024 * 1024
_SAFE: Final = ("GET", "HEAD")
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="mangnon"'}
_KEY: Final = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")
_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
_NUL: Final = re.compile(rb"\\u0000|\x00")
View = Callable[..., HttpResponseBase]
_SHUT: Final = {
    "lock_screen": ("session_locked", "Màn hình của phiên đăng nhập đang khóa. Hãy mở khóa trên trang rồi gọi lại."),
    "second_factor": ("factor_due", "Phiên đăng nhập chưa xác thực hai bước. Hãy xác thực trên trang rồi gọi lại."),
    "change_password": ("password_due", "Mật khẩu đang đến lúc phải đổi. Hãy đổi trên trang rồi gọi lại."),
}


def doorway(view: View, *, largest: int = LARGEST_BODY) -> View:
    """A route of the interface behind its door. `largest`: bytes of a body that it takes."""

    @csrf_exempt  # looked at below, and only where a cookie is what lets somebody in
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            response = _pass(request, view, kwargs, largest)
        except Problem as refused:
            response = refused.answer()
        except Refusal as refusal:
            response = of_refusal(refusal)
        return _dressed(request, response)

    answer.access = "interface"  # type: ignore[attr-defined]
    return answer


def _pass(request: HttpRequest, view: View, kwargs: dict[str, Any], largest: int) -> HttpResponseBase:
    if request.method == "HEAD":
        request.method = "GET"  # Django itself leaves the body out of the answer to a HEAD
    actor = _who_asks(request, view)
    request.actor = actor  # type: ignore[attr-defined]
    if "\x00" in unquote_plus(request.META.get("QUERY_STRING", "")):
        raise Problem(422, "bad_sign", "Địa chỉ có ký tự không dùng được (NUL).")
    if request.method in _SAFE:
        if connection.vendor != "postgresql":  # one office on one machine has no second wall, and readers need no lock
            return view(request, **kwargs)
        with behind_wall(actor):
            return view(request, **kwargs)
    _check_body(request, largest)
    with behind_wall(actor), transaction.atomic():
        response = _once(request, actor, view, kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)  # a refused request leaves nothing behind, whatever it had begun
        return response


def _who_asks(request: HttpRequest, view: View) -> Actor:
    """The actor of a key, or of the signed-in session. Raises Problem."""
    words = request.headers.get("Authorization", "")
    if words:
        kind, _, key = words.partition(" ")
        if kind.lower() != "bearer" or not key.strip():
            raise Problem(401, "bad_authorization", "Hãy gửi mã truy cập theo kiểu «Bearer».", headers=dict(_CHALLENGE))
        return _of_key(request, key.strip())
    if not request.user.is_authenticated:
        raise Problem(
            401,
            "no_key",
            "Chưa gửi mã truy cập. Hãy tạo mã ở trang «Mã truy cập» của tài khoản rồi gửi kèm yêu cầu.",
            headers=dict(_CHALLENGE),
        )
    if shut := getattr(request, "shut_by", ""):
        code, said = _SHUT[shut]
        raise Problem(401, code, said, headers=dict(_CHALLENGE))
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise Problem(403, "no_post", "Tài khoản hôm nay chưa được giao vị trí công tác nào. Không có gì bị thay đổi.")
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise Problem(403, "no_csrf", "Yêu cầu từ trình duyệt thiếu dấu chống giả mạo. Không có gì bị thay đổi.")
    return actor


def _of_key(request: HttpRequest, key: str) -> Actor:
    address = origin_of(request)
    if until := waiting_until(address):
        wait = max(1, math.ceil((until - clock.actual_now()).total_seconds()))
        said = f"Có quá nhiều lần thử sai từ địa chỉ mạng này nên tạm dừng đến {until_words(until)}."
        raise Problem(429, "address_waits", said, headers={"Retry-After": str(wait)})
    token = token_of_key(key)
    if token is None:
        note_wrong_key(address)
        said = "Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi. Không có gì bị thay đổi."
        raise Problem(401, "bad_key", said, headers=dict(_CHALLENGE))
    actor = actor_for(token.user, on=clock.today(), post_id=token.post_id, origin=address)
    if actor is None or actor.post_id != token.post_id:
        said = "Vị trí công tác của mã này hôm nay không còn hiệu lực. Không có gì bị thay đổi. Hãy tạo mã mới."
        raise Problem(401, "post_ended", said, headers=dict(_CHALLENGE))
    try:
        check_may_work(user=token.user, actor=actor, address=address, with_factor=token.with_factor)
    except CannotSignIn as refusal:
        raise Problem(403, refusal.code, refusal.message) from None
    most: int = settings.API_REQUESTS_A_MINUTE
    if wait := count_use(token, most=most):
        said = f"Mã này đã gọi quá {most} lần trong một phút. Không có gì bị thay đổi. Hãy đợi {wait} giây."
        raise Problem(429, "too_many_requests", said, headers={"Retry-After": str(wait)})
    _check_scope(request, token)
    return actor


def _check_scope(request: HttpRequest, token: ApiToken) -> None:
    if request.method not in _SAFE and token.scope != TokenScope.WRITE:
        raise Problem(403, "read_only_key", "Mã truy cập này chỉ được đọc. Không có gì bị thay đổi.")


def _check_body(request: HttpRequest, largest: int) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > largest:
        said = f"Nội dung gửi lớn hơn {largest // 1024} KB. Không có gì bị thay đổi."
        raise Problem(413, "too_large", said)
    is_form = request.content_type == "multipart/form-data"
    takes_forms = largest > LARGEST_BODY
    if not takes_forms if is_form else request.content_type not in ("application/json", ""):
        raise Problem(415, "bad_type", "Nội dung gửi phải thuộc loại application/json. Không có gì bị thay đổi.")
    if not is_form and _NUL.search(request.body):
        raise Problem(422, "bad_sign", "Nội dung có ký tự không dùng được (NUL). Không có gì bị thay đổi.")


def _once(request: HttpRequest, actor: Actor, view: View, kwargs: dict[str, Any]) -> HttpResponseBase:
    """Do it, or give the answer that was given before under the same key."""
    key = request.headers.get("Idempotency-Key")
    if key is None or actor.user_id is None or actor.post_id is None:
        return view(request, **kwargs)
    if not _KEY.fullmatch(key):
        said = f"Khóa chống gửi trùng dài từ 1 đến {LONGEST_KEY} ký tự, không dấu, không khoảng trắng."
        raise Problem(422, "bad_idempotency_key", said)
    digest = digest_of(
        part.encode() if isinstance(part, str) else part
        for part in (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""), _body(request))
    )
    claimed = claim_key(user_id=actor.user_id, post_id=actor.post_id, key=key, digest=digest)
    if isinstance(claimed, Kept):
        again = HttpResponse(claimed.body, status=claimed.status, content_type="application/json; charset=utf-8")
        again.headers["Idempotency-Replayed"] = "true"
        if claimed.etag:
            again.headers["ETag"] = claimed.etag
        return again
    response = view(request, **kwargs)
    assert isinstance(response, HttpResponse)  # noqa: S101 - what is streamed is never a POST's answer
    tag_answer(request, response)
    keep_answer(
        claimed, status=response.status_code, body=response.content.decode(), etag=response.headers.get("ETag", "")
    )
    return response


def _body(request: HttpRequest) -> bytes:
    """The bytes that make two requests the same; of a form with files, the files and fields themselves."""
    if request.content_type != "multipart/form-data":
        return request.body
    hasher = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        hasher.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        assert isinstance(file, UploadedFile)  # noqa: S101 - what `items` gives is the last of each name
        hasher.update(repr((name, file.name, file.size)).encode())
        for chunk in file.chunks():
            hasher.update(chunk)
        file.seek(0)
    return hasher.digest()


def tag_answer(request: HttpRequest, response: HttpResponse) -> None:
    """The ETag: a hash of what is answered, with the version of the record before it where there is one."""
    if response.status_code not in (200, 201) or "ETag" in response.headers:
        return
    version = getattr(request, "version_told", None)
    said = hashlib.blake2b(response.content, digest_size=10).hexdigest()
    response.headers["ETag"] = f'"{said}"' if version is None else f'"{version}-{said}"'


def _dressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code == 405:
        told = problem(405, "method_not_allowed", f"Địa chỉ này không nhận cách gọi {request.method}.")
        told.headers["Allow"] = response.headers.get("Allow", "")
        response = told
    if isinstance(response, HttpResponse):
        tag_answer(request, response)
        wanted = request.headers.get("If-None-Match", "")
        if request.method in _SAFE and response.status_code == 200 and wanted:
            own = response.headers["ETag"].strip('"')
            if wanted.strip() == "*" or own in _TAG.findall(wanted):
                tag = response.headers["ETag"]
                response = HttpResponse(status=304, headers={"ETag": tag})
                del response.headers["Content-Type"]
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response


def version_wanted(request: HttpRequest, present: int) -> int | None:
    """The version a program says it acts on (`If-Match`), to be given to the service, which looks again under its lock.

    None for «*». Raises Problem 428 when nothing is said, 412 when it is not the present one.
    """
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted:
        raise Problem(
            428,
            "version_missing",
            "Hãy gửi dấu phiên bản (ETag) của bản ghi trong tiêu đề If-Match. Không có gì bị thay đổi.",
        )
    if wanted == "*":
        return None
    if str(present) not in {tag.partition("-")[0] for tag in _TAG.findall(wanted)}:
        raise version_changed()
    return present


def version_changed() -> Problem:
    """Somebody else acted on it first."""
    return Problem(
        412,
        "version_changed",
        "Nội dung đã thay đổi sau bản bạn đang giữ. Không có gì bị thay đổi. Hãy đọc lại rồi quyết định.",
    )


def actor_asking(request: HttpRequest) -> Actor:
    """The actor of a request that came through the door."""
    actor = request.actor  # type: ignore[attr-defined]
    assert isinstance(actor, Actor)  # noqa: S101 - the door has set it
    return actor


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address under `/api/` that names nothing; the same for everybody."""
    return missing().answer()


nothing_here.access = "interface"  # type: ignore[attr-defined]
