"""Correcting a reading: which fields there are and what each may hold. Pure."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import nfc, one_line

HEADER_FIELDS = ("doc_type", "number", "date", "place", "issuer", "title")
TASK_FIELDS = ("code", "text", "lead", "coordinating", "due")
DOUBT_THRESHOLD = 0.6
_TASK_PATH = re.compile(r"^tasks\.(\d+)\.([a-z]+)$")
LONGEST = 4000


class BadCorrection(Refusal):
    """The field is unknown or its new value does not fit."""

    code = "bad_correction"


def _header_value(field: str, value: str) -> str | None:
    if field == "date" and value:
        for shape in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(value, shape).date().isoformat()  # noqa: DTZ007 - a day, not an instant
            except ValueError:
                continue
        raise BadCorrection(
            f"Ngày «{value}» chưa đúng. Nội dung cũ vẫn được giữ. Hãy nhập theo mẫu 17/02/2025.", code="bad_date"
        )
    return value or None


def _names(value: str) -> list[str]:
    return [name for part in value.split(";") if (name := one_line(part))]


def corrected(result: dict[str, Any], path: str, value: str) -> tuple[dict[str, Any], Any, Any]:
    """A copy of `result` with one field changed: `(new result, value before, value after)`.

    `path` is a header field or «tasks.<index>.<field>»; names of agencies are separated by «;».
    Raises BadCorrection.
    """
    text = one_line(nfc(value))
    if len(text) > LONGEST:
        raise BadCorrection(
            f"Nội dung dài quá {LONGEST} ký tự. Nội dung cũ vẫn được giữ. Hãy rút gọn rồi lưu lại.", code="too_long"
        )
    new = copy.deepcopy(result)
    if path in HEADER_FIELDS:
        before = new.get(path)
        new[path] = _header_value(path, text)
        return new, before, new[path]
    match = _TASK_PATH.match(path)
    if match and match[2] in TASK_FIELDS and int(match[1]) < len(new["tasks"]):
        task, field = new["tasks"][int(match[1])], match[2]
        before = copy.deepcopy(task.get(field))
        task[field] = _task_value(task, field, text)
        return new, before, task[field]
    raise BadCorrection("Không có mục này trong bản đọc. Nội dung cũ vẫn được giữ. Hãy tải lại trang.", code="no_field")


def _task_value(task: dict[str, Any], field: str, text: str) -> Any:
    if field in ("lead", "coordinating"):
        return _names(text)
    if field == "due":
        # A person changed the words: what they mean is worked out anew when the plan is made.
        return {"text": text, "kind": "unknown", "due_on": None, "starts_on": None, "every": None} if text else None
    if not text:
        raise BadCorrection("Mục này không được để trống. Nội dung cũ vẫn được giữ.", code="empty")
    return text
