"""What each body and each person is to be told on a day, collected for everybody at once: as many statements for five
people as for five thousand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Permission
from mangnon.desk.people_told import PeopleTold
from mangnon.documents.public import listed_readings
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line
from mangnon.notices.public import Content, Line, content_of, section_of
from mangnon.notices.terms import Section
from mangnon.people.public import HandOver
from mangnon.plans.public import ANSWERS_ABOVE, DUE_SOON_DAYS, OpenWork, WaitingMatter
from mangnon.plans.terms import AssignmentRole
from mangnon.reporting.public import OwedReport, WaitingReport

_SHORT = 90
_WAITS = {
    "return": "đề nghị trả lại nhiệm vụ",
    "extension": "xin gia hạn nhiệm vụ",
    "result": "báo hoàn thành, chờ nghiệm thu nhiệm vụ",
    "difficulty": "nêu khó khăn ở nhiệm vụ",
    "above": "có khó khăn chuyển lên cấp trên ở nhiệm vụ",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is open or waits on a day, as the domains told it."""

    work: Sequence[OpenWork]
    waiting: Sequence[WaitingMatter]
    owed: Sequence[OwedReport]
    sent: Sequence[WaitingReport]


@dataclass(slots=True)
class Collected:
    """Lines by body, right and section; and by person and section."""

    of_body: dict[tuple[int, Permission], dict[Section, list[Line]]] = field(default_factory=dict)
    of_person: dict[int, dict[Section, list[Line]]] = field(default_factory=dict)

    def for_body(self, agency_id: int, permission: Permission, section: Section, line: Line) -> None:
        """A line for whoever has a right at a body."""
        self.of_body.setdefault((agency_id, permission), defaultdict(list))[section].append(line)

    def for_person(self, person_id: int, section: Section, line: Line) -> None:
        """A line for one person."""
        self.of_person.setdefault(person_id, defaultdict(list))[section].append(line)


def collect(facts: Facts, people: PeopleTold, *, on: dt.date) -> Collected:
    """The lines of a day."""
    found, addresses = Collected(), Addresses()
    for item in facts.work:
        section = section_of(item.due_on, on=on, soon_days=DUE_SOON_DAYS)
        if section is None and not item.is_received:
            section = Section.WAITING
        if section is not None:
            found.for_body(item.agency_id, Permission.ACT_FOR_AGENCY, section, work_line(item, addresses.task))
    for owed in facts.owed:
        section = section_of(owed.due_on, on=on, soon_days=DUE_SOON_DAYS)
        if section is not None:
            found.for_body(owed.writer_id, Permission.ACT_FOR_AGENCY, section, owed_line(owed))
    for matter in facts.waiting:
        line = matter_line(matter, addresses.task)
        for right in _who_decides(matter):
            found.for_body(matter.agency_id, right, Section.WAITING, line)
    for report in facts.sent:
        right = Permission.REVIEW_REPORTS if report.is_top else Permission.ACT_FOR_AGENCY
        found.for_body(report.recipient_id, right, Section.WAITING, sent_line(report))
    _readings(found, people)
    _hand_overs(found)
    return found


def _who_decides(matter: WaitingMatter) -> tuple[Permission, ...]:
    """The rights of which each lets somebody at the body answer: all of them are told."""
    if matter.is_above:
        return ANSWERS_ABOVE
    if matter.is_delegated:
        return (Permission.ACT_FOR_AGENCY,)
    return (Permission.ANSWER_DIFFICULTIES if matter.kind in ("difficulty", "above") else Permission.DIRECT_TASKS,)


def contents_of(found: Collected, people: PeopleTold) -> dict[int, Content]:
    """What each person is told: the lines of their bodies by their rights, each once, and their own. None is empty."""
    keys: dict[int, list[tuple[int, Permission]]] = defaultdict(list)
    for key in found.of_body:
        for person_id in people.at_body.get(key, ()):
            keys[person_id].append(key)
    same: dict[tuple[tuple[int, Permission], ...], Content] = {}
    contents: dict[int, Content] = {}
    for person_id in {*keys, *found.of_person}:
        mine = tuple(sorted(keys.get(person_id, ())))
        own = found.of_person.get(person_id)
        if own is None:  # colleagues with the same rights are told the same: cut once
            content = same.get(mine) or same.setdefault(mine, _cut(found, mine, None))
        else:
            content = _cut(found, mine, own)
        if not content.is_empty and person_id in people.everybody:
            contents[person_id] = content
    return contents


def _cut(
    found: Collected, keys: tuple[tuple[int, Permission], ...], own: Mapping[Section, Sequence[Line]] | None
) -> Content:
    lines: dict[Section, dict[Line, None]] = {section: {} for section in Section}
    for told in (*(found.of_body[key] for key in keys), own or {}):
        for section, each in told.items():
            lines[section].update(dict.fromkeys(each))
    return content_of({section: list(each) for section, each in lines.items()})


class Addresses:
    """Addresses of tasks, each worked out once."""

    def __init__(self) -> None:
        self._tasks: dict[tuple[str, str], str] = {}

    def task(self, plan_code: str, code: str) -> str:
        """The address of a task."""
        key = (plan_code, code)
        if key not in self._tasks:
            self._tasks[key] = reverse("task", args=[plan_code, code])
        return self._tasks[key]


def work_line(item: OpenWork, task_address: Callable[[str, str], str]) -> Line:
    """«I.2. Tổ chức …», due when, and what is to be done first."""
    text = one_line(item.text)
    words = f"{item.task_code}. {text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + '…'}"
    notes = [] if item.role == AssignmentRole.LEAD else [AssignmentRole(item.role).label.lower()]
    notes += [f"kỳ {item.period}"] if item.period else []
    notes += [] if item.is_received else ["chưa tiếp nhận"]
    return Line(words, task_address(item.plan_code, item.task_code), item.due_on, ", ".join(notes))


def owed_line(owed: OwedReport) -> Line:
    """«Báo cáo 6 tháng đầu năm 2025», in whose name."""
    place = [owed.regime_code, owed.period_code]
    address = (
        reverse("report_write", args=place)
        if owed.is_own
        else reverse("report_write_for", args=[*place, owed.owner_code])
    )
    return Line(f"Báo cáo {owed.words}", address, owed.due_on, "" if owed.is_own else "thay cơ quan đã kết thúc")


def sent_line(report: WaitingReport) -> Line:
    """«Sở Tư pháp đã gửi báo cáo, chờ xem xét», since when and for how many working days."""
    address = reverse("report_view", args=[report.regime_code, report.period_code, report.agency_code])
    waited = f", đã {report.days} ngày làm việc" if report.days else ""
    words = f"{report.agency_name} đã gửi báo cáo, chờ xem xét"
    return Line(words, address, note=f"từ ngày {vn_date(report.since)}{waited}")


def matter_line(matter: WaitingMatter, task_address: Callable[[str, str], str]) -> Line:
    """«Sở Tư pháp xin gia hạn nhiệm vụ I.2»; what was written is read on the page."""
    words = f"{matter.from_name} {_WAITS[matter.kind]} {matter.task_code}"
    note = f"từ ngày {vn_date(matter.since)}"
    if matter.kind in ("difficulty", "above"):
        return Line(words, reverse("difficulty", args=[matter.id]), note=note)
    return Line(words, task_address(matter.plan_code, matter.task_code), note=note)


def _readings(found: Collected, people: PeopleTold) -> None:
    """Papers that wait to be reviewed, told to whoever may in their province; those of no province to all who may."""
    rows = listed_readings(SYSTEM).filter(state="in_review").order_by("-read_at", "-pk")
    for pk, code in rows.values_list("pk", "source__territory_code"):
        line = Line("Văn bản đã đọc xong, chờ rà soát", reverse("document", args=[pk]))
        if code:
            told = people.in_province.get((code, Permission.REVIEW_DOCUMENTS), set())
        else:
            told = {
                each
                for (_, right), ids in people.in_province.items()
                if right == Permission.REVIEW_DOCUMENTS
                for each in ids
            }
        for person_id in told:
            found.for_person(person_id, Section.WAITING, line)


def _hand_overs(found: Collected) -> None:
    waiting = HandOver.objects.filter(receiver__isnull=False, received_at__isnull=True).order_by("made_at", "pk")
    for pk, user_id in waiting.values_list("pk", "receiver__user_id"):
        if user_id is not None:
            line = Line("Công việc được bàn giao, chờ tiếp nhận", reverse("hand_over", args=[pk]))
            found.for_person(user_id, Section.WAITING, line)
