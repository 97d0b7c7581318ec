"""Reports said in bare phrases: a scan that keeps a head and an annex, and of the body only when to report.

«trước ngày 10/6 và 10/12 hằng năm», «hoặc đột xuất khi có yêu cầu», «để tổng hợp, báo cáo …» stand line by line between
the subject and the annex, with no sentence around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mangnon.documents.reading.paragraphs import Paragraph, plain
from mangnon.documents.reading.records import ReportingDuty, SourceLines
from mangnon.documents.reading.report_times import report_times
from mangnon.documents.reading.reports import reporting_duties
from mangnon.kernel.text import fold

_MOST_LINES = 24
_BEGINS = re.compile(
    r"^(?:(?:hoac|va|cung nhu|dong thoi) )?(?:truoc (?:ngay |thang |\d)|hang (?:nam|quy|thang|tuan|ngay)\b|dinh ky\b|"
    r"dot xuat\b|(?:cham|muon) nhat\b|de (?:tong hop|theo doi)\b|tong hop\b|(?:gui |nop )?bao cao\b|gui ket qua\b|"
    r"theo (?:de nghi|yeu cau)\b|khi co (?:yeu cau|de nghi)\b|(?:0?6|09|9|3|12) thang\b|so ket\b|tong ket nam\b|"
    r"trong thang \d|vao (?:ngay|thang) |hang nam\b)"
)
# Enough to end a subject without an empty line before it: a day of every year, or how often.
_SURE = re.compile(
    r"^(?:hoac )?(?:truoc (?:ngay )?\d|hang (?:nam|quy|thang) truoc ngay|dinh ky (?:0?6 thang|hang (?:quy|thang|nam))|"
    r"(?:cham|muon) nhat (?:la )?(?:truoc )?(?:ngay )?\d)"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_ON_REQUEST = re.compile(r"đột xuất|khi có (?:yêu cầu|đề nghị|chỉ đạo)|theo (?:đề nghị|yêu cầu)", re.IGNORECASE)
_OUTLINE = re.compile(r"^(?:[IVX]{1,4}\s?[.)]|\d{1,2}\s?\.\s|\d{1,2}\)\s+[A-ZĐÀ-Ỹ]|[a-zđ]\)|Điều\s|[-–+]\s)")


def is_report_fragment(line: str) -> bool:
    """Whether a line opens as a phrase that says when or to whom to report, and as no sentence.

    >>> is_report_fragment("(hoặc đột xuất khi có yêu cầu)"), is_report_fragment("Trước ngày khai giảng, các trường …")
    (True, False)
    """
    bare = line.lstrip('(“" ')
    return (bare[:1].islower() and bool(_BEGINS.match(fold(bare)))) or bool(re.match(r"(?:0?6|12) tháng\s", bare))


def is_sure_fragment(line: str) -> bool:
    """Whether a line is such a phrase even right below a subject: a day that comes every year, without a year."""
    return is_report_fragment(line) and bool(_SURE.match(fold(line.lstrip('(“" ')))) and not _YEAR.search(line)


def fragment_duties(lines: Sequence[str], *, first: int, last: int) -> tuple[ReportingDuty, ...] | None:
    """The reports said in lines first..last (1-based); None where these lines are a body, not such phrases."""
    held = [(number, plain(lines[number - 1])) for number in range(first, min(last, len(lines)) + 1)]
    said = [(number, text) for number, text in held if any(char.isalpha() for char in text)]
    if not said or len(said) > _MOST_LINES or not is_report_fragment(said[0][1]):
        return None
    if any(_OUTLINE.match(text) for _, text in said):
        return None
    found: list[ReportingDuty] = []
    for text, begin, end in _units(held):
        own = _as_sentence(text, begin, end) or _bare_times(text, SourceLines(begin, end))
        found += [duty for duty in own if not any(_key(duty) == _key(other) for other in found)]
    return tuple(found)


def _as_sentence(text: str, begin: int, end: int) -> tuple[ReportingDuty, ...]:
    """What the phrase says as the end of a sentence that speaks of a report; in the phrase's own words."""
    whole = text if "báo cáo" in text.lower() else f"báo cáo {text.lstrip('(')}"
    found = reporting_duties([Paragraph(None, 9, whole, begin, end)], first=begin, last=end)
    return tuple(replace(duty, text=text.strip(" ,;.")) if duty.text not in text else duty for duty in found)


def _key(duty: ReportingDuty) -> tuple[object, ...]:
    return (duty.kind, duty.due_day, duty.due_month, fold(duty.recipient or "") if duty.kind == "other" else "")


def _units(held: Sequence[tuple[int, str]]) -> list[tuple[str, int, int]]:
    """Wrapped lines joined; an empty line and a line that opens another phrase begin a unit."""
    units: list[tuple[str, int, int]] = []
    is_open = False
    for number, text in held:
        if not any(char.isalpha() for char in text):
            is_open = False
            continue
        if is_open and not is_report_fragment(text):
            words, begin, _ = units[-1]
            units[-1] = (f"{words} {text}", begin, number)
        else:
            units.append((text, number, number))
        is_open = True
    return units


def _bare_times(text: str, source: SourceLines) -> list[ReportingDuty]:
    shown = text.strip(" ,;.")
    found = [
        ReportingDuty(time.kind, due_day=time.day, due_month=time.month, due_year=time.year, text=shown, source=source)
        for time in report_times(text)
    ]
    if _ON_REQUEST.search(text):
        found.append(ReportingDuty("adhoc", text=shown, source=source))
    if not found and "báo cáo" in text.lower():
        found.append(ReportingDuty("other", text=shown, source=source))
    return found
