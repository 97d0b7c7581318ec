"""Made-up neutral texts for the gallery. Nothing here comes from a document or a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator

from mangnon.ui.web.chart_samples import chart_samples

TODAY = dt.date(2025, 6, 5)
_DAY = dt.timedelta(days=1)
_AGENCIES = ["Sở A", "Sở B", "Sở C", "Công an tỉnh mẫu", "Hội mẫu", "Xã Một", "Xã Hai", "Phường Ba", "Trung tâm mẫu"]
_TONES = [
    ("neutral", "Chưa tiếp nhận"),
    ("progress", "Đang thực hiện"),
    ("wait", "Chờ duyệt kết quả"),
    ("soon", "Sắp đến hạn"),
    ("late", "Quá hạn"),
    ("good", "Hoàn thành"),
    ("closed", "Đã thu hồi"),
]
_STATES = [
    ("not_received", "Chưa tiếp nhận"),
    ("in_progress", "Đang thực hiện"),
    ("reported_complete", "Đã báo cáo hoàn thành"),
    ("due_soon", "Sắp đến hạn"),
    ("overdue", "Quá hạn"),
    ("complete", "Hoàn thành"),
    ("recalled", "Đã thu hồi"),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Tên hoạt động", help_text="Ghi ngắn gọn, như trong kế hoạch.")
    due_on = forms.DateField(
        label="Hạn hoàn thành",
        required=False,
        input_formats=["%d/%m/%Y"],
        help_text="Ngày/tháng/năm, ví dụ 30/06/2025.",
    )
    kind = forms.ChoiceField(label="Loại", choices=[("mot", "Một lần"), ("nam", "Hằng năm")])
    way = forms.ChoiceField(
        label="Cách gửi", required=False, widget=forms.RadioSelect, choices=[("web", "Trên trang"), ("tep", "Bằng tệp")]
    )
    is_shared = forms.BooleanField(label="Cho đơn vị phối hợp cùng xem", required=False)
    results = forms.CharField(
        label="Kết quả thực hiện",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Nêu việc đã làm, số liệu và nơi làm.",
    )
    file = forms.FileField(
        label="Tệp",
        required=False,
        help_text="Nhận PDF, DOCX, ảnh quét hoặc văn bản thuần; tối đa 50 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.tif,.txt"}),
    )


def _matrix() -> dict[str, Any]:
    rows = []
    for number in range(1, 13):
        cells: list[dict[str, Any] | None] = []
        for place in range(len(_AGENCIES)):
            if (number * 7 + place * 5) % 4 == 0:
                cells.append(None)
                continue
            tone, word = _TONES[(number * 3 + place * 2) % len(_TONES)]
            cells.append({"tone": tone, "word": word, "url": "#ma-tran", "lead": (number + place) % 6 == 0})
        group = "I. Nhóm nhiệm vụ thứ nhất" if number < 7 else "II. Nhóm nhiệm vụ thứ hai"
        label = f"{number}. Tổ chức hoạt động mẫu số {number} tại các đơn vị trên địa bàn"
        rows.append({"label": label, "url": "#ma-tran", "group": group, "cells": cells})
    columns = [{"label": name, "url": "#ma-tran", "title": name} for name in _AGENCIES]
    return {"matrix_columns": columns, "matrix_rows": rows}


def _lists() -> dict[str, Any]:
    rows = [
        {
            "code": f"I.{n}", "text": f"Hoạt động mẫu số {n} của đơn vị", "lead": _AGENCIES[n], "share": 12.5 * n,
            "state": _STATES[n][0], "word": _STATES[n][1], "due": TODAY + (n * 5 - 8) * _DAY,
        }
        for n in range(1, 6)
    ]  # fmt: skip
    stages = [
        {"label": "Chưa bắt đầu", "tone": "neutral", "cards": [
            {"title": "Xã Một", "url": "#bang", "due": TODAY + 3 * _DAY},
        ]},
        {"label": "Đang viết", "tone": "progress", "cards": [
            {"title": "Sở A", "url": "#bang", "note": "8 trên 12 ô đã có nội dung", "due": TODAY + 12 * _DAY},
            {"title": "Xã Hai", "url": "#bang", "due": TODAY - 2 * _DAY},
        ]},
        {"label": "Đã gửi", "tone": "wait", "cards": [{"title": "Sở B", "state": "submitted", "word": "Chờ xem"}]},
        {"label": "Trả lại", "tone": "late", "cards": []},
        {"label": "Đã nhận", "tone": "good", "cards": [{"title": "Hội mẫu", "url": "#bang", "note": "Gửi đúng hạn"}]},
    ]  # fmt: skip
    return {"rows": rows, "stages": stages}


def _stories() -> dict[str, Any]:
    at = dt.datetime(2025, 6, 5, 1, 12, tzinfo=dt.UTC)
    return {
        "entries": [
            {"sentence": "Sở A báo cáo đã hoàn thành, kèm hai tệp minh chứng.", "at": at, "tone": "wait", "url": "#"},
            {"sentence": "Cán bộ mẫu đôn đốc Sở A lần thứ nhất.", "at": at - 3 * _DAY, "tone": "late"},
            {
                "sentence": "Sở A tiếp nhận nhiệm vụ.",
                "at": TODAY - 40 * _DAY,
                "tone": "progress",
                "note": "Hạn: 30/06/2025",
            },
            {"sentence": "Nhiệm vụ được giao theo kế hoạch mẫu.", "at": TODAY - 60 * _DAY},
        ],
        "chain_items": [
            {"kind": "Khuyến nghị", "label": "Đoạn 12 của bản khuyến nghị mẫu", "url": "#chuoi"},
            {"kind": "Quyết định", "label": "Quyết định mẫu, Điều 2", "url": "#chuoi"},
            {"kind": "Kế hoạch", "label": "Kế hoạch mẫu, mục I, dòng 3", "url": "#chuoi"},
            {"kind": "Nhiệm vụ", "label": "I.3 Hoạt động mẫu số 3", "current": True},
        ],
        "sources": [
            {"number": 1, "label": "Báo cáo mẫu của Sở A, phiên bản 2, ô «Kết quả»", "url": "#nguon"},
            {"number": 2, "label": "Biểu số liệu mẫu của Xã Một"},
        ],
        "beside": [
            {"title": "Kỳ trước đơn vị đã viết", "text": "Đã tổ chức 3 lớp tập huấn mẫu cho 120 người.", "url": "#"},
            {"title": "Số liệu của đơn vị", "points": ["Lớp tập huấn: 4", "Người dự: 1.250"]},
        ],
    }


def sample_context(*, form: SampleForm, wrong: SampleForm) -> dict[str, Any]:
    """All that ui/gallery.html shows."""
    return {
        "form": form,
        "wrong": wrong,
        "today": TODAY,
        "states": _STATES,
        "tones": [{"tone": tone, "word": word} for tone, word in _TONES],
        "days": {
            "far": TODAY + 40 * _DAY, "near": TODAY + 4 * _DAY, "now": TODAY, "past": TODAY - 3 * _DAY,
            "done": TODAY - 5 * _DAY, "original": TODAY - 10 * _DAY,
        },
        "columns": [
            {"label": "Mã", "sort": "ma"},
            {"label": "Nhiệm vụ"},
            {"label": "Chủ trì", "sort": "chu-tri"},
            {"label": "Tình trạng"},
            {"label": "Hạn", "sort": "han"},
            {"label": "Tỷ lệ", "sort": "ty-le", "numeric": True},
        ],
        "page": Paginator(range(1, 236), 20).page(3),
        "tab_items": [
            {"label": "Tổng quan", "url": "#the", "current": True},
            {"label": "Phân công", "url": "#the", "count": 4},
            {"label": "Lịch sử", "url": "#the", "count": 0},
        ],
        "crumbs": [{"label": "Kế hoạch", "url": "#"}, {"label": "Kế hoạch mẫu", "url": "#"}, {"label": "Thư viện"}],
        "leads": [("a", "Sở A"), ("b", "Sở B")],
        "hints": [("J", "mục sau"), ("K", "mục trước"), ("A", "nhận"), ("E", "sửa"), ("?", "tất cả phím tắt")],
        "navigation": [
            {"label": "Bàn làm việc", "url": "#", "current": False, "count": 3},
            {"label": "Văn bản", "url": "#", "current": False, "count": None},
            {"label": "Kế hoạch", "url": "#", "current": True, "count": None},
            {"label": "Báo cáo", "url": "#", "current": False, "count": 12},
            {"label": "Tổ chức", "url": "#", "current": False, "count": None, "folded": True},
        ],
        "navigation_more": {"label": "Thêm", "current": False},
        "training_notice": "Dữ liệu mẫu. Trong dữ liệu này hôm nay là 05/06/2025.",
        "actor": {"label": "Người dùng mẫu", "agency_name": "Sở A", "role": {"label": "Chuyên viên sở, ngành"}},
        **_matrix(),
        **_lists(),
        **_stories(),
        "sample_chart": chart_samples()["charts"][-1],
    }  # fmt: skip
