"""Whether the dates of a report that rises tier by tier are possible, and why not. No Django.

A finding is `error` (the dates contradict each other: nothing is saved or opened), `warning` (possible and likely to go
wrong) or `note` (worth knowing). Each says in Vietnamese what is wrong, with the days, and what would do.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mangnon.kernel.dates import vn_date
from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting.rules.periods import latest_cut_off

ERROR, WARNING, NOTE = "error", "warning", "note"
_RANK = {ERROR: 0, WARNING: 1, NOTE: 2}
_DAY = dt.timedelta(days=1)
_BESIDE = ("", "department")


@dataclass(frozen=True, slots=True)
class Step:
    """One tier's dates: `name` sends (to whoever receives there) by a day, with data cut off on another."""

    level: str
    name: str
    cut_off_on: dt.date
    send_by: dt.date


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, of which tier (`level`, empty: of the whole), and what to do."""

    severity: str
    code: str
    words: str
    level: str = ""


def refuses(findings: Iterable[Finding]) -> bool:
    """Whether the dates contradict each other."""
    return any(finding.severity == ERROR for finding in findings)


def check_cascade(
    steps: Sequence[Step], *, starts_on: dt.date, ends_on: dt.date, calendar: WorkingDays, is_urgent: bool = False
) -> list[Finding]:
    """What is wrong with the dates of a period, tier by tier from the lowest up; the gravest first.

    `is_urgent`: asked for once, on a day's notice; the working day between cut-off and sending is then only advised.
    """
    found = []
    for step in steps:
        found += _of_step(step, starts_on=starts_on, ends_on=ends_on, calendar=calendar)
    if is_urgent:
        found = [replace(each, severity=WARNING) if each.code == "no_working_day" else each for each in found]
    for lower, upper in itertools.pairwise(steps):
        found += _of_pair(lower, upper, calendar)
    return sorted(found, key=lambda finding: _RANK[finding.severity])


def _of_step(step: Step, *, starts_on: dt.date, ends_on: dt.date, calendar: WorkingDays) -> list[Finding]:
    found = []
    cut, send = vn_date(step.cut_off_on), vn_date(step.send_by)
    best = vn_date(latest_cut_off(step.send_by, calendar))
    if step.cut_off_on >= step.send_by:
        words = f"{step.name}: chốt số liệu ngày {cut} nhưng phải gửi chậm nhất ngày {send}. "
        words += f"Ngày chốt phải trước ngày gửi; muộn nhất nên là {best}."
        found.append(Finding(ERROR, "cut_off_after_send_by", words, step.level))
    elif calendar.strictly_between(step.cut_off_on, step.send_by) < 1:
        words = f"{step.name}: giữa ngày chốt số liệu {cut} và ngày gửi {send} không còn ngày làm việc nào "
        words += f"(Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5). Chốt muộn nhất ngày {best}."
        found.append(Finding(ERROR, "no_working_day", words, step.level))
    if step.send_by < starts_on:
        words = f"{step.name}: phải gửi ngày {send}, trước khi kỳ bắt đầu ({vn_date(starts_on)}). Hãy xem lại thời hạn."
        found.append(Finding(ERROR, "send_by_before_period", words, step.level))
    elif step.cut_off_on < starts_on:
        words = f"{step.name}: chốt số liệu ngày {cut}, trước khi kỳ bắt đầu ({vn_date(starts_on)})."
        found.append(Finding(ERROR, "cut_off_before_period", words, step.level))
    elif step.cut_off_on < ends_on:
        words = f"{step.name}: chốt số liệu ngày {cut}, còn {(ends_on - step.cut_off_on).days} ngày của kỳ chưa có "
        words += "số liệu; báo cáo cần ghi rõ phần ước thực hiện."
        found.append(Finding(NOTE, "before_period_ends", words, step.level))
    found += _of_days_off(step, calendar)
    return found


def _of_days_off(step: Step, calendar: WorkingDays) -> list[Finding]:
    found = []
    for what, day in (("ngày gửi", step.send_by), ("ngày chốt số liệu", step.cut_off_on)):
        if not calendar.is_working(day):
            words = f"{step.name}: {what} {vn_date(day)} là ngày nghỉ; ngày làm việc liền trước là "
            words += f"{vn_date(calendar.previous(day))}, liền sau là {vn_date(calendar.next(day))}. "
            words += "Thời hạn giữ nguyên như văn bản ghi."
            code = "send_by_day_off" if day == step.send_by else "cut_off_day_off"
            found.append(Finding(WARNING, code, words, step.level))
    if not calendar.is_known(step.send_by):
        words = f"{step.name}: lịch làm việc năm {step.send_by.year} chưa nhập đủ ngày nghỉ, ngày hoán đổi; "
        words += "hãy kiểm tra lại khi có thông báo."
        found.append(Finding(NOTE, "year_not_known", words, step.level))
    return found


def _of_pair(lower: Step, upper: Step, calendar: WorkingDays) -> list[Finding]:
    """Who receives needs time: the tier above sends after the one below, with at least a working day between.

    Departments receive nothing from below: both send to the same body, at the latest on the same day.
    """
    low, high = vn_date(lower.send_by), vn_date(upper.send_by)
    is_beside = upper.level in _BESIDE
    if lower.send_by > upper.send_by or (lower.send_by == upper.send_by and not is_beside):
        words = (
            f"{lower.name} gửi chậm nhất ngày {low} nhưng {_lower_first(upper.name)} phải gửi chậm nhất ngày {high}. "
        )
        words += "Cấp dưới không gửi sau cấp trên; hãy cho cấp dưới gửi sớm hơn hoặc cấp trên gửi muộn hơn."
        return [Finding(ERROR, "lower_after_upper", words, lower.level)]
    found = []
    if not is_beside and calendar.strictly_between(lower.send_by, upper.send_by) < 1:
        words = f"Giữa ngày {_lower_first(lower.name)} gửi ({low}) và ngày {_lower_first(upper.name)} gửi ({high}) "
        words += "không có ngày làm việc nào để tổng hợp. Hãy cho cấp dưới gửi sớm hơn."
        found.append(Finding(WARNING, "no_day_to_consolidate", words, lower.level))
    if upper.cut_off_on < lower.cut_off_on:
        words = f"{upper.name} chốt số liệu ngày {vn_date(upper.cut_off_on)}, trước {_lower_first(lower.name)} "
        words += f"({vn_date(lower.cut_off_on)}): số liệu của hai cấp sẽ không khớp nhau."
        found.append(Finding(WARNING, "cut_off_upside_down", words, upper.level))
    return found


def _lower_first(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


@dataclass(frozen=True, slots=True)
class Window:
    """One period by its name in words and its days."""

    words: str
    starts_on: dt.date
    ends_on: dt.date


def check_windows(windows: Iterable[Window]) -> list[Finding]:
    """Periods of one regime that overlap (counted twice) or leave days between them (counted nowhere)."""
    found = []
    ordered = sorted(windows, key=lambda window: (window.starts_on, window.ends_on))
    for earlier, later in itertools.pairwise(ordered):
        if later.starts_on <= earlier.ends_on:
            last = min(earlier.ends_on, later.ends_on)
            words = f"Kỳ {earlier.words} và kỳ {later.words} cùng có các ngày từ {vn_date(later.starts_on)} đến "
            words += f"{vn_date(last)}: số liệu của những ngày này sẽ tính hai lần."
            found.append(Finding(WARNING, "windows_overlap", words))
        elif later.starts_on > earlier.ends_on + _DAY:
            words = f"Giữa kỳ {earlier.words} và kỳ {later.words} có các ngày từ {vn_date(earlier.ends_on + _DAY)} đến "
            words += f"{vn_date(later.starts_on - _DAY)} không thuộc kỳ nào."
            found.append(Finding(NOTE, "windows_apart", words))
    return found
