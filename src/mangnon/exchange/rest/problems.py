"""What a program is told when it is refused: problem+json (RFC 9457) with the refusal's own code and sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponse

from mangnon.files.public import StoreFull
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale

CONTENT_TYPE: Final = "application/problem+json"
TITLES: Final[dict[int, str]] = {
    400: "Yêu cầu không đọc được",
    401: "Chưa xác nhận được người gửi",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Cách gọi không dùng được ở đây",
    409: "Người khác vừa thay đổi",
    412: "Bản đang giữ đã cũ",
    413: "Nội dung quá lớn",
    415: "Dạng nội dung không nhận",
    422: "Yêu cầu không thực hiện được",
    428: "Thiếu dấu phiên bản",
    429: "Gọi quá nhiều",
    500: "Lỗi của hệ thống",
    507: "Máy chủ hết chỗ",
}


class Problem(Exception):
    """A request answered with a status and words of the interface itself, not of a service."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = errors, dict(headers or {})

    def answer(self) -> HttpResponse:
        """The answer."""
        return problem(self.status, self.code, self.detail, errors=self.errors, headers=self.headers)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer in the form of RFC 9457: type, title, status, detail; with `code`, and `errors` where fields failed."""
    told: dict[str, Any] = {
        "type": f"urn:mangnon:problem:{code}",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        told["errors"] = list(errors)
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def missing() -> Problem:
    """What is not there, and what is another province's: the same words for both."""
    return Problem(404, "not_found", "Không có mục này, hoặc mục này thuộc nơi khác nên bạn không xem được.")


def of_refusal(refusal: Refusal) -> HttpResponse:
    """A service's refusal: 403 for a missing right, 409 when somebody was first, 507 without room, 422 for all else."""
    if isinstance(refusal, NotAllowed):
        status = 403
    elif isinstance(refusal, StoreFull):
        status = 507
    else:
        status = 409 if isinstance(refusal, Stale) else 422
    return problem(status, refusal.code, refusal.message)


_SAID: Final[dict[str, str]] = {
    "missing": "Thiếu trường này.",
    "extra_forbidden": "Không có trường này.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_parsing_size": "Số quá lớn.",
    "int_from_float": "Phải là số nguyên.",
    "bool_type": "Phải là true hoặc false.",
    "bool_parsing": "Phải là true hoặc false.",
    "string_type": "Phải là chữ.",
    "string_unicode": "Có ký tự không đọc được.",
    "string_too_long": "Dài nhất {max_length} ký tự.",
    "string_too_short": "Cần ít nhất {min_length} ký tự.",
    "string_pattern_mismatch": "Không đúng cách viết.",
    "greater_than_equal": "Nhỏ nhất là {ge}.",
    "less_than_equal": "Lớn nhất là {le}.",
    "list_type": "Phải là một danh sách.",
    "too_long": "Nhiều nhất {max_length} mục.",
    "too_short": "Cần ít nhất {min_length} mục.",
    "enum": "Chỉ nhận: {expected}.",
    "literal_error": "Chỉ nhận: {expected}.",
    "model_attributes_type": "Phải là một đối tượng.",
    "model_type": "Phải là một đối tượng.",
    "dict_type": "Phải là một đối tượng.",
    "value_error": "{error}",
}
_DAY = "Phải là ngày có thật, viết như 2025-06-30."


def field_errors(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Faults found by the schema as `{"field": "body.progress", "code": …, "detail": …}`, in Vietnamese."""
    told = []
    for each in found:
        kind, context = str(each["type"]), dict(each.get("ctx", {}))
        said = _DAY if kind.startswith("date") else _SAID.get(kind, "Giá trị không đúng dạng.")
        for name, value in context.items():
            said = said.replace(f"{{{name}}}", str(value).replace(" or ", " hoặc "))
        path = [str(part) for part in each["loc"] if part not in ("payload", "filters")]
        told.append({"field": ".".join(path), "code": kind, "detail": said})
    return told
