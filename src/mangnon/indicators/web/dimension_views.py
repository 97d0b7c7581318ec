"""Phân tổ: by what figures are divided; an administrator adds dimensions, age bands among them, and groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.official import Column, Row, Sheet
from mangnon.documents.official import Table as PaperTable
from mangnon.documents.public import table_answer
from mangnon.indicators.dividing import add_category, add_dimension
from mangnon.indicators.models import Dimension, IndicatorDimension
from mangnon.indicators.policies import can_keep_dictionary, can_see_figures
from mangnon.indicators.selectors import dimensions
from mangnon.indicators.terms import UNVERIFIED, Concept
from mangnon.kernel.refusals import NotAllowed, Refusal

_SHOWN = 5  # groups of a dimension in sight; the others unfold


class DimensionForm(forms.Form):
    """A new way of dividing."""

    use_required_attribute = False
    name = forms.CharField(label="Tên phân tổ", max_length=200, help_text="Ví dụ: Nhóm tuổi theo cấp học.")
    concept = forms.ChoiceField(label="Phân tổ theo", choices=Concept.choices)
    groups = forms.CharField(
        label="Các nhóm",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi nhóm một dòng. Nhóm tuổi ghi tuổi tròn đầu và cuối, ví dụ 0-2, 3-5.",
    )
    is_partition = forms.BooleanField(label="Các nhóm cộng lại bằng tổng số", required=False, initial=True)
    words = forms.CharField(label="Theo văn bản", max_length=500, required=False)


@requires(can_see_figures)
@require_safe
def dimension_list(request: HttpRequest) -> HttpResponse:
    """Every dimension with its groups, and how many indicators use it."""
    return _page(request)


@requires(can_keep_dictionary)
@require_POST
def dimension_add(request: HttpRequest) -> HttpResponse:
    """Add a dimension with its groups."""
    form = DimensionForm(request.POST)
    refused = ""
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = add_dimension(
                actor=actor_of(request),
                name=told["name"],
                concept=Concept(told["concept"]),
                is_partition=told["is_partition"],
                groups=told["groups"].splitlines(),
                words=told["words"],
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.message
        else:
            messages.success(request, f"Đã thêm phân tổ «{made.name}».")
            return redirect("dimensions")
    return _page(request, form=form, refused=refused, status=422)


@requires(can_keep_dictionary)
@require_POST
def category_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a group to a dimension."""
    dimension = Dimension.objects.filter(code=code).first()
    if dimension is None:
        raise Http404("no such dimension")
    try:
        made = add_category(actor=actor_of(request), dimension=dimension, name=request.POST.get("ten", "")[:400])
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, refused=refusal.message, status=422)
    messages.success(request, f"Đã thêm nhóm «{made.name}» vào phân tổ «{dimension.name}».")
    return redirect(f"{reverse('dimensions')}#{dimension.code}")


def _page(
    request: HttpRequest, *, form: DimensionForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    rows = _rows(dimensions(actor))
    file = table_answer(request, lambda: _sheet(rows), name="phan-to")
    if file is not None:
        return file
    context = {
        "rows": rows,
        "columns": [{"label": label} for label in ("Phân tổ", "Các nhóm", "Cộng lại", "Chỉ tiêu dùng")],
        "may_keep": can_keep_dictionary(actor),
        "form": form or DimensionForm(),
        "refused": refused,
        "is_whole": status == 200,
        "crumbs": [{"label": "Chỉ tiêu", "url": reverse("indicators")}, {"label": "Phân tổ"}],
    }
    return render(request, "indicators/dimensions.html", context, status=status)


def _rows(known: list[Dimension]) -> list[dict[str, Any]]:
    """One line for each dimension. One query."""
    used: dict[int, int] = {}
    for key in IndicatorDimension.objects.values_list("dimension_id", flat=True):
        used[key] = used.get(key, 0) + 1
    rows = []
    for each in known:
        names = [group.name for group in each.categories.all() if group.parent_id is None]
        rows.append(
            {
                "dimension": each,
                "shown": "; ".join(names[:_SHOWN]),
                "rest": "; ".join(names[_SHOWN:]),
                "count": len(names),
                "used": used.get(each.pk, 0),
                "is_unsure": each.tag in UNVERIFIED,
                "takes_groups": each.concept != Concept.AGE,
            }
        )
    return rows


def _sheet(rows: list[dict[str, Any]]) -> Sheet:
    names = ("Phân tổ", "Các nhóm", "Cộng lại", "Chỉ tiêu dùng", "Theo văn bản")
    columns = tuple(Column(name, width) for name, width in zip(names, (4, 10, 3, 2, 6), strict=True))
    lines = tuple(
        Row(
            (
                row["dimension"].name,
                "; ".join(filter(None, (row["shown"], row["rest"]))) or "chưa có nhóm",
                "bằng tổng số" if row["dimension"].is_partition else "có thể chồng nhau",
                str(row["used"]),
                row["dimension"].words,
            )
        )
        for row in rows
    )
    return Sheet("Phân tổ", ("PHÂN TỔ VÀ CÁC NHÓM",), PaperTable(columns, lines))
