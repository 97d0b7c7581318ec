"""A form with more in it than is read at once: said so, instead of «yêu cầu chưa đúng»."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

_SAID = (
    "Nội dung trong biểu mẫu quá lớn (hơn 5 MB hoặc quá nhiều ô) nên chưa được lưu. Phần đã lưu trước đó còn nguyên; "
    "nội dung vừa nhập còn trong biểu mẫu khi bạn quay lại trang trước."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers what Django takes for a bad request: 413 with a way out for a form that is too large, else 400.

    Pages that save themselves get the sentence alone, as data.
    """
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "400.html", status=400)
    if request.headers.get("X-Autosave") == "1":
        return JsonResponse({"message": _SAID, "code": "too_large"}, status=413)
    return render(request, "413_form.html", {"message": _SAID}, status=413)
