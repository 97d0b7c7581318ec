"""The reports a directive asks for: of what kind, by when, to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from mangnon.documents.reading.bodies import split_addressee, starts_with_body
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import ReportingDuty, ReportingKind, SourceLines
from mangnon.kernel.text import fold

_DM = r"(?P<{0}d>\d{{1,2}})\s*(?:/|\s+tháng\s+)\s*(?P<{0}m>\d{{1,2}})"
_BEFORE = r"\(?\s*#?(?:tr\S{1,4}c|chậm nhất|muộn nhất)\s+(?:ngày\s+)?"
_HALF = re.compile(rf"(?<![\d/])0?6 tháng(?: đầu năm)?\s*,?\s*(?:{_BEFORE}{_DM.format('')})?", re.I)
_YEAR = re.compile(
    rf"(?:tổng kết năm|h[ằàa]ng năm|cả năm|, năm|và năm|một năm)\s*,?\s*(?:{_BEFORE}{_DM.format('')})?", re.I
)
_MONTH = re.compile(rf"h[ằàa]ng tháng\s*,?\s*(?:{_BEFORE}(?P<d>\d{{1,2}})(?!\s*/))?", re.I)
_QUARTER = re.compile(rf"h[ằàa]ng quý\s*,?\s*(?:{_BEFORE}(?P<d>\d{{1,2}})(?!\s*/))?", re.I)
_TWO_DATES = re.compile(rf"{_BEFORE}{_DM.format('a')}\s+và\s+(?:ngày\s+)?{_DM.format('b')}\s*(?:h[ằàa]ng năm)", re.I)
_ONE_DATE_YEARLY = re.compile(rf"{_BEFORE}{_DM.format('')}\s*h[ằàa]ng năm", re.I)
_FULL_DATE = re.compile(
    r"(?:tr\S{1,4}c|chậm nhất)\s+(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:/|\s+tháng\s+)\s*(?P<m>\d{1,2})\s*"
    r"(?:/|\s+năm\s+)(?P<y>\d{4})",
    re.I,
)
_ON_REQUEST = re.compile(r"đột xuất|khi có (?:yêu cầu|đề nghị)|theo (?:đề nghị|yêu cầu)(?! của)", re.I)
_REPORT = re.compile(r"báo cáo", re.I)
_NOT_A_DUTY = re.compile(
    r"(?:trên cơ sở|xét|theo|căn cứ) báo cáo|báo cáo, đề xuất(?: tham mưu)? của|báo cáo viên|"
    r"khó khăn|vướng mắc|phát sinh|những vấn đề|vượt thẩm quyền",
    re.I,
)
_TO = re.compile(r"(?:gửi về|gửi|về|cho|báo cáo)\s+(?P<to>(?:\S+\s?){1,40})", re.I)


class _MakeDuty(Protocol):
    def __call__(
        self, kind: ReportingKind, match: re.Match[str] | None, words: str, prefix: str = ""
    ) -> ReportingDuty: ...


def reporting_duties(paragraphs: Sequence[Paragraph], *, first: int, last: int) -> tuple[ReportingDuty, ...]:
    """The reporting duties in paragraphs that lie in lines first..last (1-based), in order, each once."""
    found: list[ReportingDuty] = []
    reporter: str | None = None
    for paragraph in paragraphs:
        if paragraph.first < first or paragraph.last > last or paragraph.in_cell:
            continue
        split = split_addressee(paragraph.text) if paragraph.rank in (2, 3) else None
        if paragraph.rank <= 2:
            reporter = "; ".join(split[0]) if split else None
        yearly = re.match(r"(?:hằng|hàng) năm,", paragraph.text, re.I)
        if yearly and re.search(r"tổng hợp,? báo cáo", paragraph.text):
            found.extend(_in_sentence(paragraph.text, paragraph, reporter))
            continue
        for sentence in _sentences(paragraph.text):
            if _REPORT.search(sentence):
                found.extend(_in_sentence(sentence, paragraph, reporter))
    return _without_echoes(found)


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[^\d\W])[.;](?:/\.)?\s+(?=[^\d\s])", text)
    return [part.strip() for part in parts if part.strip()]


def _in_sentence(sentence: str, paragraph: Paragraph, reporter: str | None) -> list[ReportingDuty]:
    recipient = _recipient(sentence)
    source = SourceLines(paragraph.first, paragraph.last)
    who = (_subject(sentence) or reporter) if paragraph.rank == 9 else (reporter or _subject(sentence))

    def duty(kind: ReportingKind, match: re.Match[str] | None, words: str, prefix: str = "") -> ReportingDuty:
        groups = match.groupdict() if match else {}
        day, month = groups.get(f"{prefix}d"), groups.get(f"{prefix}m")
        year = groups.get("y")
        return ReportingDuty(
            kind,
            int(day) if day else None,
            int(month) if month else None,
            int(year) if year else None,
            who,
            recipient,
            words.replace("#", "").strip(" (),"),
            source,
        )

    dated = _dated(sentence, duty)
    undated_regular = re.search(r"định kỳ", sentence, re.I) is not None
    if dated:
        if _ON_REQUEST.search(sentence) and not re.search(r"đột xuất, phát sinh", sentence):
            asked = _ON_REQUEST.search(sentence)
            dated.append(duty("adhoc", None, asked.group() if asked else ""))
        return dated
    if _NOT_A_DUTY.search(sentence):
        return []
    if undated_regular:
        return [duty("other", None, sentence)]
    if re.match(r"(?:hằng|hàng) năm", sentence, re.I):
        return [duty("annual", None, sentence)]
    if (
        re.search(
            r"kết quả (?:thực hiện|triển khai)[^.;]{0,40}báo cáo|báo cáo kết quả (?:thực hiện|triển khai)|"
            r"tổng hợp,? báo cáo [^.;]{0,80} theo quy định",
            sentence,
            re.I,
        )
        and recipient
    ):
        return [duty("other", None, sentence)]
    return []


def _dated(sentence: str, duty: _MakeDuty) -> list[ReportingDuty]:
    two = _TWO_DATES.search(sentence)
    if two:
        return [duty("half_year", two, two.group(), "a"), duty("annual", two, two.group(), "b")]
    found: list[ReportingDuty] = []
    month = _MONTH.search(sentence)
    if month and month.group("d"):
        found.append(duty("other", month, month.group()))
    quarter = _QUARTER.search(sentence)
    if quarter and (quarter.group("d") or "định kỳ" in sentence.lower()):
        found.append(duty("other", quarter, quarter.group()))
    half = _HALF.search(sentence)
    if half and (half.group("d") or re.search(r"định kỳ|sơ kết|báo cáo", sentence[: half.start()], re.I)):
        found.append(duty("half_year", half, half.group()))
    one = _ONE_DATE_YEARLY.search(sentence)
    yearly = next((m for m in _YEAR.finditer(sentence) if m.group("d")), None)
    if yearly:
        found.append(duty("annual", yearly, yearly.group()))
    elif one and not re.search(r"6 tháng\s*\(?\s*$", sentence[: one.start()]):
        found.append(duty("annual", one, one.group()))
    elif half and not half.group("d") and _YEAR.search(sentence[half.end() :]):
        found.append(duty("annual", _YEAR.search(sentence[half.end() :]), "hằng năm"))
    if not found:
        full = _FULL_DATE.search(sentence)
        report = _REPORT.search(sentence)
        if full and report and 0 < full.start() - report.end() < 60:
            found.append(duty("adhoc", full, sentence[report.start() : full.end()]))
    return found


def _recipient(sentence: str) -> str | None:
    sentence = re.sub(r"(?<=\w)['’]", "", sentence)
    best: str | None = None
    for match in re.finditer(r"(?:gửi về|gửi|về|báo cáo)\s+(?=\S)", sentence, re.I):
        rest = re.sub(r"^(?:về|gửi|cho)\s+", "", sentence[match.end() :])
        if not starts_with_body(rest) and not re.match(r"(?:Thủ tướng|Chính phủ|Tỉnh ủy|HĐND|Quốc hội)", rest):
            continue
        end = re.search(r"\s+(?:để|theo|trước|kết quả|xem xét|tổng hợp|về|định kỳ|tình hình|chậm|những)\b|[;.]", rest)
        best = rest[: end.start()] if end else rest
        break
    return best.strip(" ,'’") if best and len(best) < 200 else None


def _subject(sentence: str) -> str | None:
    flat = re.search(
        r"((?:các|Các) (?:sở|cơ quan|đơn vị|ngành|địa phương)[^.:;()]{0,90}?)\s+(?:chủ động|xây dựng|báo cáo|"
        r"tổng hợp|gửi|triển khai|quan tâm|thực hiện|phản ánh|tổ chức|căn cứ)",
        sentence,
    )
    return flat.group(1).strip(" ,") if flat else None


def _without_echoes(found: Sequence[ReportingDuty]) -> tuple[ReportingDuty, ...]:
    """Each once; an undated duty that only echoes a dated one to the same recipient is left out."""
    dated_to = {fold(duty.recipient or "") for duty in found if duty.due_day}
    kept: list[ReportingDuty] = []
    for duty in found:
        is_regular = re.search(r"định kỳ", duty.text, re.I)
        if duty.kind == "other" and not duty.due_day and not is_regular and fold(duty.recipient or "") in dated_to:
            continue
        if not any(
            (duty.kind, duty.due_day, duty.due_month, fold(duty.recipient or ""))
            == (other.kind, other.due_day, other.due_month, fold(other.recipient or ""))
            for other in kept
        ):
            kept.append(duty)
    return tuple(kept)
