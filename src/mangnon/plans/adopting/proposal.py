"""What a reading would become as a plan: worked out without writing, shown before it is written, then written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from mangnon.agencies.public import Agency, Body, BodyFinder, agencies_of_province, draft_agency
from mangnon.documents.reading import Reading
from mangnon.documents.reading.records import Duty, ReadTask
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold, without_marks
from mangnon.territory.public import Unit, province_named

# (province code, catalogue code, day, the paper's name) → a body that the province has not yet.
Maker = Callable[[str, str, dt.date, str], Agency | None]

CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")
# A plan of this code could not be opened: the address is another page's.
RESERVED_CODES = frozenset({"danh-muc"})
TASK_CODE = re.compile(r"[^/\\?#%\s]{1,40}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a reading from becoming a plan: a stable code and a Vietnamese sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """A task with the agencies its words mean at the paper's date. `unknown`: words that no agency answers to."""

    item: ReadTask
    lead: Agency | None
    coordinators: tuple[Body, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedDuty:
    """A duty of the paper's body with the agencies its words mean."""

    item: Duty
    agencies: tuple[Body, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan in the making. It may be written when `problems` is empty. Agencies may be unsaved drafts."""

    reading: Reading
    on: dt.date | None
    unit: Unit | None
    lead_agency: Agency | None
    tasks: tuple[ProposedTask, ...]
    duties: tuple[ProposedDuty, ...]
    problems: tuple[Problem, ...]

    @property
    def assignment_count(self) -> int:
        """How many assignments the plan would have."""
        return sum(len(task.coordinators) + (task.lead is not None) for task in self.tasks)

    @property
    def agency_count(self) -> int:
        """How many agencies the plan would give something to do."""
        codes = {body.agency.code for task in self.tasks for body in task.coordinators}
        return len(codes | {task.lead.code for task in self.tasks if task.lead})

    @property
    def unknown_words(self) -> list[tuple[str, str]]:
        """(task code or «Trách nhiệm», words) for everything no agency answers to; it stays on the plan as words."""
        tasks = [(task.item.code, words) for task in self.tasks for words in task.unknown]
        return tasks + [("Trách nhiệm", words) for duty in self.duties for words in duty.unknown]


def plan_code_for(number: str | None) -> str:
    """A plan code from a document's number: «501/KH-UBND» → «501-KH-UBND»; empty for none.

    >>> plan_code_for("27/QĐ-TTg")
    '27-QD-TTg'
    """
    return re.sub(r"[^0-9A-Za-z]+", "-", without_marks(number or "")).strip("-")[:60]


def draft(province_code: str, catalogue_code: str, on: dt.date, named_in: str) -> Agency | None:
    """The maker of a preview: writes nothing."""
    return draft_agency(province_code=province_code, catalogue_code=catalogue_code, on=on, named_in=named_in)


def propose(
    reading: Reading, *, make: Maker = draft, for_provinces: Collection[str] = (), lead_words: str = ""
) -> Proposal:
    """Work a reading out into a plan, with the agencies of its own date; nothing is written but by `make`.

    `for_provinces`: the province whose plan it may become, with those it was formed from; empty for any. `lead_words`:
    who leads the plan, where a person says so. Every problem is found at once, so that a person mends them in one go.
    """
    problems: list[Problem] = []
    on = reading.date
    if on is None:
        problems.append(Problem("no_date", "Bản đọc chưa có ngày ban hành; hãy điền ngày"))
    if not reading.tasks and not any(link.kind == "continues" for link in reading.links):
        text = (
            "Bản đọc chưa có nhiệm vụ nào để giao và không tiếp tục kế hoạch nào; "
            "hãy kiểm tra văn bản có phụ lục hay không"
        )
        problems.append(Problem("no_tasks", text))
    unit = province_named(f"{reading.issuer or ''} {reading.place or ''}", on=on) if on else None
    if on and unit is None:
        text = "Chưa xác định được tỉnh, thành phố từ cơ quan ban hành và địa danh; hãy sửa hai mục này"
        problems.append(Problem("no_province", text))
    if unit and for_provinces and unit.code not in for_provinces:
        text = f"Văn bản là của {unit.name}, không phải của tỉnh bạn; chỉ tỉnh đó duyệt được thành kế hoạch"
        return Proposal(reading, on, unit, None, _bare(reading), (), (*problems, Problem("other_province", text)))
    agencies = agencies_of_province(unit.code, on=on) if on and unit else []
    if on and unit and not agencies:
        text = f"Danh mục cơ quan của {unit.name} chưa được nạp; hãy đề nghị người quản trị nạp danh mục"
        problems.append(Problem("no_agencies", text))
    problems += _bad_codes(reading)
    if on is None or unit is None or not agencies:
        return Proposal(reading, on, unit, None, _bare(reading), (), tuple(problems))
    named_in = f"{reading.doc_type or 'văn bản'} số {reading.number or '…'} ngày {vn_date(on)}"
    province_code, day = unit.code, on

    def missing(code: str) -> Agency | None:
        return make(province_code, code, day, named_in)

    finder = BodyFinder(agencies, on=on, make=missing)
    finder.meet(_all_words(reading))
    tasks = tuple(_proposed_task(item, finder) for item in reading.tasks)
    problems += _bad_leads(tasks)
    lead_agency = _lead_agency(reading, finder, lead_words)
    if lead_agency is None:
        text = "Chưa xác định được cơ quan đầu mối nhận báo cáo; hãy kiểm tra phần quy định báo cáo của văn bản"
        problems.append(Problem("no_lead_agency", text))
    return Proposal(reading, on, unit, lead_agency, tasks, _duties(reading, finder), tuple(problems))


def _duties(reading: Reading, finder: BodyFinder) -> tuple[ProposedDuty, ...]:
    found = []
    for item in reading.duties:
        bodies, unknown = finder.find(item.agencies)
        found.append(ProposedDuty(item, tuple(bodies), tuple(unknown)))
    return tuple(found)


def _bare(reading: Reading) -> tuple[ProposedTask, ...]:
    """The tasks with nothing matched: all their words are unknown."""
    return tuple(ProposedTask(item, None, (), (*item.lead, *item.coordinating)) for item in reading.tasks)


def _all_words(reading: Reading) -> Iterator[str]:
    for task in reading.tasks:
        yield from task.lead
        yield from task.coordinating
    for duty in reading.duties:
        yield from duty.agencies
    for clause in reading.reporting:
        if clause.recipient:
            yield clause.recipient


def _proposed_task(item: ReadTask, finder: BodyFinder) -> ProposedTask:
    bodies, _ = finder.find(item.lead)
    lead = bodies[0].agency if len(bodies) == 1 and not bodies[0].class_words else None
    found, unknown = finder.find(item.coordinating)
    coordinators = tuple(body for body in found if lead is None or body.agency.code != lead.code)
    return ProposedTask(item, lead, coordinators, tuple(unknown))


def _bad_leads(tasks: tuple[ProposedTask, ...]) -> list[Problem]:
    missing = [f"{task.item.code} ({'; '.join(task.item.lead) or 'để trống'})" for task in tasks if task.lead is None]
    if not missing:
        return []
    text = (
        f"Mỗi nhiệm vụ cần đúng một cơ quan chủ trì có trong danh mục; còn {len(missing)} nhiệm vụ chưa có: "
        f"{', '.join(missing)}"
    )
    return [Problem("no_lead", text)]


def _bad_codes(reading: Reading) -> list[Problem]:
    problems = []
    codes = [fold(task.code) for task in reading.tasks]
    twice = sorted({task.code for task in reading.tasks if codes.count(fold(task.code)) > 1})
    if twice:
        problems.append(Problem("code_twice", f"Mã nhiệm vụ bị trùng: {', '.join(twice)}; hãy sửa mã"))
    bad = [f"«{task.code}»" for task in reading.tasks if not TASK_CODE.fullmatch(task.code)]
    if bad:
        text = f"Mã nhiệm vụ để trống, quá dài hoặc có dấu cách, dấu gạch chéo: {', '.join(bad)}; hãy sửa mã"
        problems.append(Problem("bad_task_code", text))
    return problems


def _lead_agency(reading: Reading, finder: BodyFinder, lead_words: str) -> Agency | None:
    """The agency that a person named; else the one that receives the reports: named by a dated reporting clause, else
    by any; else a department that issued the paper itself."""
    if lead_words:
        named = finder.meaning(lead_words)
        return named.bodies[0].agency if named.kind == "body" else None
    for clause in sorted(reading.reporting, key=lambda clause: clause.due_month is None):
        bodies, _ = finder.find([clause.recipient] if clause.recipient else [])
        if len(bodies) == 1 and not bodies[0].class_words:
            return bodies[0].agency
    # A department's letter that asks for no report: the department itself answers for it.
    issuer = finder.meaning(reading.issuer) if reading.issuer else None
    if issuer is not None and issuer.kind == "body" and issuer.bodies[0].agency.kind == "department":
        return issuer.bodies[0].agency
    return None
