"""The gallery: every component in every state, with made-up neutral texts. Public: it shows no data."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mangnon.kernel.clock import VIETNAM, now
from mangnon.ui.web.chart_samples import chart_samples
from mangnon.ui.web.samples import SampleForm, sample_context

MISHAPS = {
    400: "400.html", 403: "403.html", 404: "404.html", 409: "409.html", 413: "413.html", 422: "refusal.html",
    500: "500.html",
}  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    wrong = SampleForm({"title": "", "due_on": "31/02/2025", "kind": "khac"}, auto_id="sai_%s")
    wrong.is_valid()
    for level, text in [
        (messages.SUCCESS, "Đã lưu báo cáo mẫu."),
        (messages.INFO, "Kỳ báo cáo mở đến hết ngày 10/06/2025."),
        (messages.WARNING, "Còn hai ô chưa có nội dung."),
        (messages.ERROR, "Chưa gửi được. Nội dung vẫn còn nguyên; hãy thử lại."),
    ]:
        messages.add_message(request, level, text)
    return render(request, "ui/gallery.html", sample_context(form=SampleForm(), wrong=wrong))


def gallery_charts(request: HttpRequest) -> HttpResponse:
    """Every kind of chart."""
    found = sample_context(form=SampleForm(), wrong=SampleForm())
    frame = {name: found[name] for name in ("navigation", "navigation_more", "training_notice", "actor")}
    return render(request, "ui/gallery_charts.html", {**frame, **chart_samples()})


@require_POST
def gallery_autosave(request: HttpRequest) -> HttpResponse:
    """Answers as a page that saves itself does; the gallery keeps nothing."""
    return JsonResponse({"saved_at": f"{now().astimezone(VIETNAM):%H:%M}"})


def mishap(request: HttpRequest, code: int) -> HttpResponse:
    """A page that says what went wrong, to be looked at; answered with 200."""
    if code not in MISHAPS:
        raise Http404
    message = "Nhiệm vụ mẫu đã được trả lại lúc 08:12, nên không nhận được nữa." if code == 422 else ""
    return render(request, MISHAPS[code], {"message": message, "code": "sample" if code == 422 else ""})


gallery_autosave.access = "public"  # type: ignore[attr-defined]
gallery_charts.access = "public"  # type: ignore[attr-defined]
gallery.access = "public"  # type: ignore[attr-defined]
mishap.access = "public"  # type: ignore[attr-defined]
