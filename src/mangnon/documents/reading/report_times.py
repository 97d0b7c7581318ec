"""When a report is due: periods («6 tháng», «hằng quý») and days («trước ngày 15/6») in a sentence, put together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mangnon.documents.reading.records import ReportingKind

_EVERY = r"(?:h[ằàaâă]ng|mỗi|từng)"
_PERIODS: tuple[tuple[ReportingKind, re.Pattern[str]], ...] = (
    ("half_year", re.compile(r"(?<![\d/])(?:0?6|sáu)\s+tháng(?:\s+(?:đầu|cuối)\s+năm|\s+một\s+lần|/lần)?", re.I)),
    (
        "annual",
        re.compile(
            rf"tổng kết năm|{_EVERY}\s+n[ăaâ]m|cả năm|(?:01|một)\s+năm|"
            r"(?<=báo cáo )năm(?!\s+\d)|"
            r"(?<=, )năm(?!\s+\d)|(?<=và )năm(?!\s+\d)|(?<=hoặc )năm(?!\s+\d)|12 tháng",
            re.I,
        ),
    ),
    ("other", re.compile(rf"{_EVERY}\s+(?:qu[ýyíi]|th[áa]ng|tu[ầâa]n|ng[àa]y)(?!\w)|"
                         r"(?<=định kỳ )(?:quý|tháng|tuần|ngày)|(?<=báo cáo )(?:quý|tháng|tuần|ngày)(?!\s*\d|\s+c)|"
                         r"(?<=, )quý(?=,|\s+và)|(?<![\d/])(?:0?3|0?9)\s+tháng(?:\s+đầu năm)?", re.I)),
)  # fmt: skip
_DAY = re.compile(
    r"(?P<how>tr[\w'’]{1,4}c|chậm nhất(?: là)?|muộn nhất(?: là)?|vào|hạn cuối|xong)\s+(?:hết\s+)?"
    r"(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{2})?(?:\s*phút)?,?\s*)?"
    r"(?:(?P<word>ngày|mùng)\s*)?(?P<d>\d{1,2})(?!\s*(?:giờ|%|tháng đầu|h\b))(?:\s*(?:/|tháng)\s*(?P<m>\d{1,2}))?"
    r"(?:\s*(?:/|năm)\s*(?P<y>\d{4}))?",
    re.I,
)
_BARE_DAY = re.compile(r"ngày\s*(?P<d>\d{1,2})(?P<m>)(?P<y>)(?=\s+(?:của\s+)?(?:h[ằà]ng|tháng cuối|mỗi))", re.I)
_SECOND = re.compile(
    r"\s*(?:và|,)\s*(?:tr\S{1,4}c\s+)?(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:/|tháng)\s*(?P<m>\d{1,2})"
    r"(?!\s*(?:/|năm)\s*\d{4})",
    re.I,
)
_AFTER = re.compile(rf"\s*\)?\s*,?\s*(?:của\s+)?(?P<words>{_EVERY}\s+(?:năm|tháng|quý)|cuối quý|"
                    r"năm (?:sau|kế tiếp|tiếp theo|liền kề)|"
                    rf"tháng cuối(?:\s+của)?(?:\s+{_EVERY})?\s+quý|"
                    r"tháng (?:sau|tiếp theo|kế tiếp|liền kề))", re.I)  # fmt: skip
# «trước ngày 05/6 (báo cáo 6 tháng)»: the period stands in brackets after its day.
_NAMED_AFTER = re.compile(
    r"(?:\s+h[ằà]ng năm)?\s*\((?:đối với |với )?(?:báo cáo )?(?:kết quả )?(?:(?P<half>(?:0?6|sáu) tháng(?: đầu năm)?)|"
    r"(?P<year>(?:cả |tổng kết |h[ằà]ng |cuối )?năm|12 tháng)|(?P<other>quý|tháng))\)",
    re.I,
)
_YEARLY = re.compile(rf"\s*,?\s*(?:của\s+)?{_EVERY}\s+năm", re.I)
_MONTH_ONLY = re.compile(
    r"(?:trong|xong trong|tr\S{1,4}c)\s+tháng\s+(?P<m>\d{1,2})(?:\s*(?:/|năm)\s*(?P<y>\d{4}))?(?!\s*\d)", re.I
)


_REPORT_OF_PERIOD = re.compile(
    r"báo cáo(?: (?:kết quả|tình hình)(?: thực hiện| triển khai)?)?(?: định kỳ)?\s*:?\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class ReportTime:
    """One time of a report: its kind, day, month, year (None: not said), its words and where they stand."""

    kind: ReportingKind
    day: int | None
    month: int | None
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Period:
    kind: ReportingKind
    start: int
    end: int


def report_times(sentence: str) -> list[ReportTime]:
    """The times of a sentence in order: days with the period they belong to, then periods without a day."""
    periods = _periods(sentence)
    found: list[ReportTime] = []
    used: set[int] = set()
    for match in _days(sentence):
        found += _of_day(sentence, match, periods, used)
    for period in periods:
        inside = any(time.start <= period.start < time.end for time in found)
        if period.start not in used and not inside:
            found.append(ReportTime(period.kind, None, None, None, period.start, period.end))
    return sorted(found, key=lambda time: (time.start, time.end))


def _days(sentence: str) -> list[re.Match[str]]:
    days = [match for match in _DAY.finditer(sentence) if match.group("word") or match.group("m")]
    return days + [m for m in _BARE_DAY.finditer(sentence) if not any(o.start() <= m.start() < o.end() for o in days)]


def _periods(sentence: str) -> list[_Period]:
    found = [_Period(kind, m.start(), m.end()) for kind, pattern in _PERIODS for m in pattern.finditer(sentence)]
    found.sort(key=lambda period: period.start)
    return [period for i, period in enumerate(found) if i == 0 or period.start >= found[i - 1].end]


def _of_day(sentence: str, match: re.Match[str], periods: list[_Period], used: set[int]) -> list[ReportTime]:
    day, month, year = int(match.group("d")), _number(match.group("m")), _number(match.group("y"))
    if not 1 <= day <= 31 or (month is not None and not 1 <= month <= 12):
        return []
    named = _NAMED_AFTER.match(sentence, match.end())
    if named:
        used.update(period.start for period in periods if match.start() <= period.start < named.end())
        kind: ReportingKind = "half_year" if named.group("half") else "annual" if named.group("year") else "other"
        return [ReportTime(kind, day, month, year, match.start(), named.end())]
    if year is not None:
        return [_of_one_year(sentence, match, periods, used, (day, month, year))]
    second = _SECOND.match(sentence, match.end())
    after = _AFTER.match(sentence, second.end() if second else match.end())
    before = _period_before(sentence, match.start(), periods)
    end = after.end() if after else second.end() if second else match.end()
    if after:
        used.update(period.start for period in periods if match.start() <= period.start < end)
    if second and month is not None:
        one, other = sorted([(month, day), (int(second.group("m")), int(second.group("d")))])
        used.update({before.start} if before else ())
        return [
            ReportTime("half_year", one[1], one[0], None, match.start(), end),
            ReportTime("annual", other[1], other[0], None, match.start(), end),
        ]
    start = before.start if before else match.start()
    used.update({before.start} if before else ())
    if after and not re.search(r"năm", after.group("words"), re.I):
        return [ReportTime("other", day, None, None, start, end)]
    if before is not None and before.kind != "other":
        return [ReportTime(before.kind, day, month, None, start, end)]
    if after:
        return [ReportTime("annual", day, month, None, start, end)]
    if before is not None:
        return [ReportTime("other", day, month, None, start, end)]
    return [ReportTime("adhoc", day, month, None, start, end)] if month is not None else []


def _of_one_year(
    sentence: str, match: re.Match[str], periods: list[_Period], used: set[int], date: tuple[int, int | None, int]
) -> ReportTime:
    """A day of one year: a single report, unless the words before name its period («báo cáo năm trước ngày …»)."""
    before = _period_before(sentence, match.start(), periods)
    is_named = (
        before is not None
        and before.kind != "other"
        and _REPORT_OF_PERIOD.search(sentence[: before.start])
        and not sentence[before.end : match.start()].strip(" (,")
    )
    if before is not None and is_named:
        used.add(before.start)
        return ReportTime(before.kind, *date, before.start, match.end())
    return ReportTime("adhoc", *date, match.start(), match.end())


def _period_before(sentence: str, at: int, periods: list[_Period]) -> _Period | None:
    """The period a day belongs to: the nearest before it, with no other day and no end of clause between."""
    near = [period for period in periods if period.end <= at and at - period.end < 48]
    if not near:
        return None
    between = sentence[near[-1].end : at]
    return None if re.search(r"[;.]|\d\s*/\s*\d", between) else near[-1]


def month_of(sentence: str, start: int) -> ReportTime | None:
    """«trong tháng 3 (năm 2020)» or «trong tháng 12 hằng năm» after a place in the sentence: a report without a day."""
    found = _MONTH_ONLY.search(sentence, start)
    if found is None or not 1 <= int(found.group("m")) <= 12:
        return None
    yearly = _YEARLY.match(sentence, found.end()) if found.group("y") is None else None
    kind: ReportingKind = "annual" if yearly else "adhoc"
    end = yearly.end() if yearly else found.end()
    return ReportTime(kind, None, int(found.group("m")), _number(found.group("y")), found.start(), end)


def _number(text: str | None) -> int | None:
    return int(text) if text else None
