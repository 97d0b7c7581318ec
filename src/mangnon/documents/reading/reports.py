"""The reports a directive asks for: of what kind, by when, to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mangnon.documents.reading.bodies import split_addressee, starts_with_body
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import ReportingDuty, ReportingKind, SourceLines
from mangnon.documents.reading.report_times import ReportTime, month_of, report_times
from mangnon.kernel.text import fold

_REPORT = re.compile(
    r"báo cáo(?! viên)|(?:gửi|nộp|cung cấp)\s+(?:kết quả|số liệu|thông tin|tình hình|kế hoạch)"
    r"[^.;]{0,60}?\s(?:về|cho|đến)\s|"
    r"kết quả (?:thực hiện|triển khai)[^.;]{0,120}?\sgửi(?=\s)",
    re.I,
)
_ON_REQUEST = re.compile(r"đột xuất|khi có (?:yêu cầu|đề nghị|chỉ đạo)|theo (?:đề nghị|yêu cầu)(?! của)", re.I)
_ADHOC_REPORT = re.compile(r"báo cáo đột xuất|đột xuất báo cáo", re.I)
_NOT_A_DUTY = re.compile(
    r"(?:trên cơ sở|xét|theo|căn cứ|nghe|sau khi nghe|tại|nhận được|theo dõi) báo cáo|"
    r"báo cáo, đề xuất(?: tham mưu)? của|"
    r"khó khăn|vướng mắc|phát sinh|những vấn đề|vượt thẩm quyền|đã (?:có )?báo cáo|^Là cơ sở|đề cương báo cáo",
    re.I,
)
_TO_DECIDE = re.compile(r"xem xét|quyết định(?! số)|cho ý kiến|phê duyệt|giải quyết|chấp thuận|xử lý", re.I)
_SUMMED_UP = re.compile(
    r"(?:tổng hợp|tham mưu)(?:\s+(?:kết quả|tình hình|chung))?(?:,| và|, tham mưu|, đánh giá)?\s+(?:gửi\s+)?"
    r"báo cáo(?=\s)|"
    r"kết quả (?:thực hiện|triển khai)[^.;]{0,40}báo cáo|báo cáo kết quả (?:thực hiện|triển khai)",
    re.I,
)
_OTHER_TASK = re.compile(r"hoàn thành|hoàn tất|tổ chức|ban hành|thẩm định|phê duyệt|giải ngân|khởi công|xây dựng", re.I)
_RECIPIENT = re.compile(r"(?:[Gg]ửi về|[Gg]ửi|[Bb]áo cáo về|[Bb]áo cáo|về|cho|đến|lên|[Nn]ộp)\s+(?=\S)")
_RECIPIENT_WORD = re.compile(
    r"(?:Thủ tướng|Chính phủ|Tỉnh [uủ]|Thành [uủ]|Huyện [uủ]|Đảng [uủ]|HĐND|Hội đồng nhân dân|Quốc hội|UBND|"
    r"Thường trực|"
    r"Ban Thường vụ|Ban Bí thư|Bộ Chính trị|cấp có thẩm quyền)"
)
_END_OF_RECIPIENT = re.compile(
    r",?\s+(?:để|theo|trước|kết quả|xem xét|tổng hợp|về|định kỳ|tình hình|chậm|những|vào|trong|bằng|h[ằà]ng|khi|gồm|"
    r"đồng thời|hoặc đột|và đột|kèm|tại|qua(?! Sở| Phòng| Văn| Ban| Cục| Vụ)|danh sách|việc|tiến độ|sau khi|ngay|lồng)"
    r"(?![\wà-ỹ])|[;.:]|,\s+(?:trong đó|đồng thời|bản mềm|báo cáo|\d)|\s+\((?!qua|thông qua)"
)
_VERBS = (
    r"(?:chủ động|xây dựng|báo cáo|tổng hợp|gửi|triển khai|quan tâm|thực hiện|phản ánh|tổ chức|căn cứ|định kỳ|"
    r"có trách nhiệm|"
    r"nghiêm túc|kịp thời|rà soát|theo dõi|đánh giá|tham mưu|chỉ đạo|nộp|hoàn thành|là cơ quan|khẩn trương|lập)"
)
_SUBJECTS = re.compile(
    rf"(?:^|,\s+|\.\s+|để\s+|(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao|chỉ đạo|phân công)\s+)"
    rf"(?P<who>(?:[A-ZĐÀ-Ỹ]|các\s|nhà trường)[^.:;()]{{2,150}}?)\s+{_VERBS}(?![\wà-ỹ])"
)


def reporting_duties(paragraphs: Sequence[Paragraph], *, first: int, last: int) -> tuple[ReportingDuty, ...]:
    """The reporting duties in paragraphs that lie in lines first..last (1-based), in order, each once."""
    found: list[ReportingDuty] = []
    speaking: dict[int, str] = {}
    for paragraph in paragraphs:
        if paragraph.first < first or paragraph.last > last or paragraph.in_cell:
            continue
        _hear(speaking, paragraph)
        reporter = speaking[max(speaking)] if speaking else None
        found.extend(_in_paragraph(paragraph, reporter))
    return _without_echoes(found)


def _hear(speaking: dict[int, str], paragraph: Paragraph) -> None:
    """Keep who is spoken to: bodies named at the head of a numbered or lettered paragraph, down to its rank."""
    if paragraph.rank > 4:
        if paragraph.rank == 9:
            speaking.pop(4, None)
        return
    for rank in [rank for rank in speaking if rank >= paragraph.rank]:
        del speaking[rank]
    split = split_addressee(paragraph.text) if paragraph.rank > 1 else None
    if split:
        speaking[paragraph.rank] = "; ".join(split[0])


def _in_paragraph(paragraph: Paragraph, reporter: str | None) -> list[ReportingDuty]:
    found: list[ReportingDuty] = []
    yearly = re.match(r"(?:hằng|hàng) năm,", paragraph.text, re.I)
    if yearly and re.search(r"tổng hợp,? báo cáo", paragraph.text):
        return _in_sentence(paragraph.text, paragraph, reporter, None)
    before: ReportingDuty | None = None
    for sentence in _sentences(paragraph.text):
        goes_on = before is not None and re.match(
            r"(?:và |báo cáo )?(?:0?6 tháng|(?:cả )?năm|h[ằà]ng|đột xuất)", sentence, re.I
        )
        if _REPORT.search(sentence) or goes_on:
            is_more = before is not None and re.search(r"báo cáo nhanh|trong vòng", sentence) is not None
            duties = _in_sentence(sentence, paragraph, reporter, before if goes_on or is_more else None)
            found.extend(duties)
            before = duties[-1] if duties else before
    return found


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[^\d\W])[.;](?:/\.)?\s+(?=[^\d\s])|(?<=[\d)])[.;]\s+(?=[^\W\d])", text)
    return [part.strip() for part in parts if part.strip()]


def _in_sentence(
    sentence: str, paragraph: Paragraph, reporter: str | None, before: ReportingDuty | None
) -> list[ReportingDuty]:
    """The duties of one sentence; `before` is the duty whose list of times it goes on with."""
    recipient = _recipient(sentence) or (before.recipient if before else None)
    is_known = before is not None and _REPORT.search(sentence) is None
    source = SourceLines(paragraph.first, paragraph.last)
    subject = _subject(sentence)
    who = (subject or reporter) if paragraph.rank in (5, 6, 9) else (reporter or subject)
    plain = ReportingDuty(
        "other", reporter=who or (before.reporter if before else None), recipient=recipient, source=source
    )

    def duty(kind: ReportingKind, words: str, time: ReportTime | None = None) -> ReportingDuty:
        shown = words.replace("#", "").strip(" ,")
        shown = f"{shown})" if shown.count("(") > shown.count(")") else shown.strip("()")
        if time is None:
            return replace(plain, kind=kind, text=shown)
        return replace(plain, kind=kind, due_day=time.day, due_month=time.month, due_year=time.year, text=shown)

    times = _times_of_report(sentence, is_known=is_known)
    found = [duty(time.kind, _words(sentence, time), time) for time in times]
    asked = _ON_REQUEST.search(sentence)
    is_problem = _NOT_A_DUTY.search(sentence) is not None
    if found:
        if asked and not re.search(r"đột xuất, phát sinh", sentence):
            found.append(duty("adhoc", asked.group()))
    elif is_problem:
        return []
    elif re.search(r"định kỳ", sentence, re.I) and _is_told_to_report(sentence):
        return [duty("other", sentence)]
    elif re.match(r"(?:hằng|hàng) năm", sentence, re.I):
        return [duty("annual", sentence)]
    elif asked and (recipient or _ADHOC_REPORT.search(sentence)) and not _TO_DECIDE.search(sentence):
        return [duty("adhoc", sentence)]
    elif re.search(r"trong vòng \d+ giờ|báo cáo nhanh", sentence, re.I) and recipient is not None:
        return [duty("other", sentence)]
    if not is_problem:
        found += _summed_up(sentence, plain, has_time=bool(found))
    return found


def _is_told_to_report(sentence: str) -> bool:
    return re.search(r"báo cáo(?! tổ| của| tài)", sentence, re.I) is not None


def _words(sentence: str, time: ReportTime) -> str:
    """The words of a time; with a report of one day, from the word «báo cáo» on."""
    start = time.start
    if time.kind == "adhoc":
        report = [match.start() for match in _REPORT.finditer(sentence, 0, time.start)]
        start = report[-1] if report and time.start - report[-1] < 120 else start
    return sentence[start : time.end]


def _times_of_report(sentence: str, *, is_known: bool) -> list[ReportTime]:
    """The times that are the report's own, not those of other tasks in the sentence."""
    reports = list(_REPORT.finditer(sentence))
    if not reports and not is_known:
        return []
    regular = re.search(r"định kỳ|sơ kết|tổng kết|chế độ (?:thông tin,? )?báo cáo", sentence, re.I) is not None
    kept: list[ReportTime] = []
    for time in sorted(report_times(sentence), key=lambda time: time.day is None):
        before = [match.end() for match in reports if match.end() <= time.start + 1]
        gap = sentence[before[-1] : time.start] if before else ""
        if time.kind == "adhoc":
            leads = not before and bool(re.match(r"(?:\w+ )?$", sentence[: time.start])) and bool(reports)
            follows = bool(before) and len(gap) < 150 and not _OTHER_TASK.search(gap) and not _TO_DECIDE.search(gap)
            if (leads and reports[0].start() - time.end < 120) or follows:
                kept.append(time)
        elif time.day is not None:
            far = before and len(gap) > 160
            is_task = (not before and not regular and not is_known and reports[0].start() - time.end > 90) or (
                bool(before) and bool(re.search(r";|hoàn thành", gap))
            )
            if not far and not is_task:
                kept.append(time)
        elif any(other.kind == time.kind == "other" for other in kept):
            continue  # «định kỳ hằng tháng báo cáo …, trước ngày 20 hằng tháng» is one report
        elif regular or _is_beside_report(sentence, time, reports):
            kept.append(time)
    if not kept and reports:
        month = month_of(sentence, reports[0].end())
        if (
            month
            and month.start - reports[-1].end() < 60
            and not _TO_DECIDE.search(sentence[reports[-1].end() : month.start])
        ):
            kept.append(month)
    return kept


def _is_beside_report(sentence: str, time: ReportTime, reports: Sequence[re.Match[str]]) -> bool:
    """Whether a period without a day is a report's: right beside the word, or at the very beginning of the sentence."""
    if any(0 <= time.start - match.end() <= 14 or 0 <= match.start() - time.end <= 3 for match in reports):
        return True
    return time.kind != "annual" and time.start <= 12


def _summed_up(sentence: str, plain: ReportingDuty, *, has_time: bool) -> list[ReportingDuty]:
    """«(Sở A) tổng hợp, báo cáo (cấp trên)» without a time, beside or without the reports summed up."""
    found: list[ReportingDuty] = []
    for match in _SUMMED_UP.finditer(sentence):
        recipient = _recipient(sentence[match.start() :])
        rest = sentence[match.end() :]
        if recipient is None or _TO_DECIDE.search(rest[:160]):
            continue
        if has_time and (
            fold(recipient) == fold(plain.recipient or "") or not re.search(r"tổng hợp", match.group(), re.I)
        ):
            continue
        lead = sentence[: match.start()]
        inner = re.search(r"để\s+((?:[A-ZĐ]|các )[^,;:]{3,60}?)\s*$", lead)
        who = inner.group(1) if inner and starts_with_body(inner.group(1)) else None
        if who is None and has_time and re.search(r"để\s*$", lead):
            who = re.sub(r"\s+\(qua .*", "", plain.recipient or "") or None
        found.append(
            replace(
                plain, kind="other", reporter=who or plain.reporter, recipient=recipient, text=sentence[match.start() :]
            )
        )
        break
    return found


def _recipient(sentence: str) -> str | None:
    sentence = re.sub(r"(?<=\w)['’]", "", sentence)
    for match in _RECIPIENT.finditer(sentence):
        rest = re.sub(r"^(?:về|gửi|cho|lên)\s+", "", sentence[match.end() :])
        if not starts_with_body(rest) and not _RECIPIENT_WORD.match(rest):
            continue
        if rest[:1].islower() and not rest.startswith("cấp có thẩm quyền"):
            continue
        end = _END_OF_RECIPIENT.search(rest)
        found = (rest[: end.start()] if end else rest).strip(" ,'’")
        return found if 1 < len(found) < 200 else None
    return None


def _subject(sentence: str) -> str | None:
    """Who reports, where the sentence says so: the last body named right before the verb that leads to the report."""
    report = _REPORT.search(sentence)
    best: str | None = None
    for match in _SUBJECTS.finditer(sentence, 0, (report.end() if report else len(sentence)) + 20):
        who = match.group("who").strip(" ,")
        who = re.sub(r"^.*?(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao|chỉ đạo|phân công)\s+", "", who)
        who = re.sub(r"\s+(?:định kỳ|thường xuyên|căn cứ.*|trên cơ sở.*)$", "", who)
        if starts_with_body(who) or re.match(r"các |Các |nhà trường", who):
            best = who
    return best


def _without_echoes(found: Sequence[ReportingDuty]) -> tuple[ReportingDuty, ...]:
    """Each once; an undated duty that only echoes a dated one to the same recipient is left out."""
    dated_to = {fold(duty.recipient or "") for duty in found if duty.due_day}
    kept: list[ReportingDuty] = []
    for duty in found:
        is_regular = re.search(r"định kỳ|h[ằà]ng|báo cáo nhanh|trong vòng", duty.text, re.I)
        is_plain = duty.kind == "other" and not duty.due_day
        if is_plain and not is_regular and fold(duty.recipient or "") in dated_to:
            continue
        same = next((i for i, other in enumerate(kept) if _is_same(duty, other)), None)
        if same is None:
            kept.append(duty)
        elif kept[same].recipient is None and duty.recipient is not None:
            kept[same] = duty
    return tuple(kept)


def _is_same(one: ReportingDuty, other: ReportingDuty) -> bool:
    if (one.kind, one.due_day, one.due_month) != (other.kind, other.due_day, other.due_month):
        return False
    if fold(one.recipient or "") == fold(other.recipient or ""):
        return one.due_day is None or fold(one.reporter or "") == fold(other.reporter or "")
    if one.kind == "adhoc" and one.due_month is None and None in (one.recipient, other.recipient):
        return True  # «báo cáo đột xuất khi có yêu cầu», and to whom somewhere else
    # «định kỳ tổng hợp báo cáo» and, elsewhere, to whom: one duty of the same body.
    is_plain = one.kind == "other" and one.due_day is None
    return (
        is_plain and None in (one.recipient, other.recipient) and fold(one.reporter or "") == fold(other.reporter or "")
    )
