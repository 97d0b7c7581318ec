"""The deadline that the text of a duty states, in its own words."""

from __future__ import annotations

import re

from mangnon.documents.reading.records import TimeFrame
from mangnon.documents.reading.timeframes import read_time_frame

_D = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_DM = r"\d{1,2}\s*/\s*\d{1,2}(?!\s*/)|\d{1,2}\s+tháng\s+\d{1,2}(?!\s+năm)"
_EVERY = r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)"
_MONTH = r"tháng\s+\d{1,2}(?:\s*[/-]\s*|\s+năm\s+)\d{4}"
_QUARTER = r"quý\s+(?:IV|I{1,3}|[1-4])(?:\s*[/-]\s*|,?\s+(?:năm\s+)?)\d{4}"
_YEAR = r"năm\s+\d{4}"
_HOUR = r"\d{1,2}\s*(?:giờ|h)\s*(?:\d{2}(?:\s*phút)?)?\s*,?\s*(?:ngày\s+)?"
_DAY = rf"(?:{_HOUR})?(?:ngày\s+)?(?:(?:Quốc khánh|khai giảng|Tết Dương lịch)\s+)?(?:{_D})"
_POINT = rf"(?:{_DAY}|{_MONTH}|{_QUARTER}|(?:đầu |cuối |hết )?{_YEAR})"
_YEARLY = (
    rf"(?:(?:ngày\s+)?(?:{_DM})(?:\s+(?:và|,)\s+(?:trước\s+)?(?:ngày\s+)?(?:{_DM}))?\s+{_EVERY}|"
    r"ngày\s+\d{1,2}\s+(?:của\s+)?(?:hằng|hàng|mỗi)\s+(?:tháng|quý))"
)
_FROM = rf"từ\s+(?:ngày\s+)?(?:{_D}|{_DM}|{_MONTH}|tháng\s+\d{{1,2}}|{_QUARTER}|{_YEAR}|\d{{1,2}}(?!\s*[/\d]))"
_SPAN = rf"{_FROM}\s*(?:đến|-|–)\s*(?:hết\s+)?(?:{_POINT}|(?:ngày\s+)?(?:{_DM})(?:\s+{_EVERY})?)"
_DONE = r"(?:hoàn thành\s+(?:xong\s+)?)?(?:xong\s+)?"
_FORMS = (
    _SPAN,
    rf"{_DONE}(?:trước|chậm nhất(?:\s+là)?(?:\s+(?:vào|trước|đến))?|muộn nhất(?:\s+là)?|không quá)\s+"
    rf"(?:{_POINT}|{_YEARLY})",
    # Without a year only where the words say that something is to be done by then: «xong trước 15/5».
    rf"(?:hoàn thành|xong)\s+(?:trước|chậm nhất(?:\s+là)?)\s+(?:ngày\s+)?(?:{_DM})",
    rf"{_DONE}(?:trong|vào|trong vòng)\s+(?:ngày\s+(?:{_D})|{_MONTH}|{_QUARTER}|(?:đầu |cuối )?{_YEAR}(?=\s*[.;,]|$))",
    rf"(?:đến|đến hết|hết)\s+(?:ngày\s+(?:{_D})|hết\s+(?:{_MONTH}|{_YEAR})|tháng\s+12\s*/\s*\d{{4}})",
    rf"{_DONE}(?:trong\s+(?:vòng|thời hạn)|không quá|chậm nhất(?:\s+là)?)\s+\d{{1,3}}\s+(?:giờ|phút|ngày|tháng)"
    r"(?:\s+làm việc)?(?:,?\s*(?:kể )?từ\s+(?:ngày|khi|lúc|thời điểm)\s+[^,.;()]{3,60})?",
    r"ngay sau khi\s+[^,.;()]{3,60}",
    r"trước (?:khi|khai giảng)\s+[^,.;()]{3,60}năm học(?:\s+(?:mới|\d{4}\s*[-–]\s*\d{4}))?",
    r"trước khai giảng(?:\s+năm học(?:\s+mới|\s+\d{4}\s*[-–]\s*\d{4})?)?",
    r"(?:từ|trong(?: học kỳ I{1,2})?)\s+năm học\s+\d{4}\s*[-–]\s*\d{4}",
    r"đến khi\s+[^,.;()]{3,40}",
    r"(?:ít nhất\s+)?\d{1,2}\s+(?:lần|đợt)\s*/\s*(?:năm|quý|tháng|tuần)",
)
_DEADLINE = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)
_RECURRING = re.compile(
    rf"^(?:Định kỳ\s+)?{_EVERY}(?=[,\s])|(?<=[,;] )(?:định kỳ )?(?:hằng|hàng) (?:năm|quý|tháng|tuần)(?=[.;,]|$)|"
    r"^Định kỳ (?:06|6) tháng(?:, (?:hằng |hàng )?năm)?",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:kèm theo|văn bản|(?:(?<!thẩm quyền )quyết định|công văn|kế hoạch|nghị quyết|chỉ thị)(?: số \S+)?|"
    r"(?<!học )(?<!vệ )sinh|"
    r"phát hành|(?<!trình )(?<![;,] )ban hành|có hiệu lực|nêu trên|tính|số liệu|được giao)\s*$",
    re.IGNORECASE,
)
_WORK_TIME = re.compile(r"(?:thời gian|thời hạn|tiến độ)(?:\s+(?:thực hiện|hoàn thành))?:?\s*$", re.IGNORECASE)
_REPORTED = re.compile(r"(?:báo cáo|gửi)[^.;]{0,90}$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:[.;]|(?=\())\s*\(?(?:thời gian|thời hạn|tiến độ)(?:\s+(?:thực hiện|hoàn thành))?\s*:\s*"
    r"(?P<words>[^.;:()]{3,80})\)?\s*[.;]?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[.;]\s*\(?(?:(?:Thời gian|Thời hạn)(?:\s+(?:thực hiện|hoàn thành))?:?|Hoàn thành)\s+[^.;()]{4,80}\)?\s*[.;]?$"
)


def deadline_in(text: str) -> TimeFrame | None:
    """The deadline a duty's text states, or None. Of several, all words, with the last as the due day.

    The date of a document that the text cites is no deadline; that of its report is one only where there is no other.
    """
    labelled = _LABELLED.search(text)
    if labelled:
        frame = read_time_frame(labelled.group("words").strip())
        if frame.kind != "unknown":
            return frame
    found: list[str] = []
    reports: list[str] = []
    for match in _DEADLINE.finditer(text):
        before, words = text[: match.start()], match.group().strip(" ,")
        if _CITED.search(before):
            continue
        if _WORK_TIME.search(before) or words.startswith("Hoàn thành"):
            words = re.sub(r"^hoàn thành\s+(?:xong\s+)?", "", words, flags=re.IGNORECASE)
        (reports if _REPORTED.search(before) else found).append(words)
    found = found or reports
    if found:
        frames = [read_time_frame(words) for words in found]
        return TimeFrame("; ".join(found), frames[-1].kind, frames[-1].due_on, frames[-1].starts_on, frames[-1].every)
    recurring = _RECURRING.search(text)
    return read_time_frame(recurring.group()) if recurring else None


def without_deadline(text: str) -> str:
    """The text without a closing sentence that holds nothing but the deadline («Hoàn thành trong quý II/2026.»)."""
    tail = _TAIL.search(text)
    if tail and tail.start() > 25 and deadline_in(tail.group()) is not None:
        return text[: tail.start() + 1].strip()
    return text
