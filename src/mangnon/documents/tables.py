"""The table of a page as a file, with the filters of its address: one way for every page (`{% table_links %}`)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from mangnon.documents.official import Sheet, write_workbook
from mangnon.documents.official.separated import write_csv
from mangnon.ui.table_files import FILE_KEY, SEPARATED, WORKBOOK

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_answer(request: HttpRequest, make: Callable[[], Sheet], *, name: str) -> HttpResponse | None:
    """The table that a page shows, as the file its address asks for (`?tep=excel` or `?tep=du-lieu`); None when it
    asks for none, and for what is not known. `make` is called only then; `name` is the file's, without its ending.

    The rights are the page's own: it is the same view. What looks like a formula stays text in both files.
    """
    wanted = request.GET.get(FILE_KEY, "")
    if wanted == WORKBOOK:
        return _file(write_workbook([make()]), f"{name}.xlsx", _XLSX)
    if wanted == SEPARATED:
        return _file(write_csv(make().table), f"{name}.csv", "text/csv; charset=utf-8")
    return None


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
