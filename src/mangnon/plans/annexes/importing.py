"""An Excel annex becomes a plan, or changes one: previewed by the same code, then all of it or nothing.

Either way the file is kept as the paper of what was done (`documents.public.take_annex`), so that every task and every
change points to its source. The same file again finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.documents.public import (
    AnnexFile,
    lock_reading_for_adoption,
    mark_adopted,
    read_annex,
    take_annex,
    with_header,
)
from mangnon.documents.reading import Reading
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold
from mangnon.plans.adopting.adoption import adopt_reading, write_directive
from mangnon.plans.adopting.proposal import propose
from mangnon.plans.annexes.preview import AnnexPreview, AnnexRowPreview, AnnexVerdict, preview_changes, preview_new_plan
from mangnon.plans.annexes.workbook import plan_of_stamp
from mangnon.plans.errors import CannotAdopt, CannotImport
from mangnon.plans.models import Plan
from mangnon.plans.policies import check_adopt_plans
from mangnon.plans.rules.versions import TaskFacts
from mangnon.plans.selectors import plan_by_code
from mangnon.plans.versions.adding import PlannedChange
from mangnon.plans.versions.amending import locked_plan
from mangnon.plans.versions.changing import write_version
from mangnon.plans.versions.comparing import facts_of
from mangnon.plans.versions.deadlines import told_before

_NOTHING = "Chưa có gì được nhập."


class AnnexRejected(CannotImport):
    """Rows of the file need mending; `preview` holds them."""

    code = "rows_to_correct"

    def __init__(self, preview: AnnexPreview) -> None:
        count = preview.count(AnnexVerdict.REJECTED)
        super().__init__(
            f"Tệp có {count} dòng cần sửa. {_NOTHING} Hãy sửa các ô được nêu trong tệp rồi nhập lại.",
        )
        self.preview = preview


@dataclass(frozen=True, slots=True)
class AnnexImport:
    """What an import did, or would do: the rows, and the plan that is there now (None after a preview of a new one)."""

    preview: AnnexPreview
    plan: Plan | None


def opened_annex(content: bytes, name: str) -> AnnexFile:
    """The file as rows. Raises BadAnnexFile with the one reason why it cannot be taken at all, and CannotImport for
    faults that stand beside the rows (the sheet of the document, the sheet of reports)."""
    found = read_annex(content, name)
    outside = [fault for fault in found.faults if fault.sheet != found.sheet]
    if outside:
        told = "; ".join(f"trang «{each.sheet}», dòng {each.row}, {each.heading}: {each.sentence}" for each in outside)
        raise CannotImport(f"Tệp cần sửa: {told}. {_NOTHING} Hãy sửa trong tệp rồi nhập lại.", code="other_sheets")
    return found


def preview_plan(
    *, actor: Actor, name: str, content: bytes, header: Mapping[str, str] | None = None, lead_words: str = ""
) -> AnnexPreview:
    """What an annex would become as a new plan. Raises NotAllowed, BadAnnexFile, CannotImport, CannotAdopt (all that
    the head of the document lacks), BadCorrection."""
    check_adopt_plans(actor)
    return _preview_of(actor, opened_annex(content, name), header or {}, lead_words)


def _preview_of(actor: Actor, found: AnnexFile, header: Mapping[str, str], lead_words: str) -> AnnexPreview:
    reading = Reading.from_json(with_header(found.reading.to_json(), header))
    proposal = propose(reading, for_provinces=actor.territory_codes, lead_words=lead_words)
    # Leads that nobody answers to are told row by row.
    problems = [problem for problem in proposal.problems if problem.code not in ("no_lead", "bad_task_code")]
    if problems or proposal.unit is None or proposal.on is None:
        sentences = ". ".join(problem.text for problem in problems)
        raise CannotAdopt(f"{sentences}. {_NOTHING}", code=problems[0].code if problems else "cannot_adopt")
    return preview_new_plan(found, province_code=proposal.unit.code, on=proposal.on)


def import_plan(
    *,
    actor: Actor,
    name: str,
    content: bytes,
    plan_code: str,
    header: Mapping[str, str] | None = None,
    lead_words: str = "",
) -> AnnexImport:
    """Make a new plan of an annex: the file is kept as its paper, read, and adopted as one act.

    `header`: number, date, issuer, … of the document where the file's sheet «Văn bản» does not say them. The same file
    under the same code again changes nothing. Raises what `preview_plan` raises, AnnexRejected, and what
    `adopt_reading` raises.
    """
    check_adopt_plans(actor)
    made = plan_by_code(actor, plan_code)
    if made is not None and made.directive.reading.source.sha256 == sha256(content).hexdigest():
        return AnnexImport(preview_changes(actor, made, opened_annex(content, name)), made)
    found = opened_annex(content, name)
    preview = _preview_of(actor, found, header or {}, lead_words)
    if preview.count(AnnexVerdict.REJECTED):
        raise AnnexRejected(preview)
    with transaction.atomic():
        taken = take_annex(actor=actor, name=name, content=content, header=header)
        plan = adopt_reading(
            actor=actor,
            reading_id=taken.reading.pk,
            version=taken.reading.version,
            plan_code=plan_code,
            lead_words=lead_words,
        )
    return AnnexImport(preview, plan)


# ---- changes of a plan that is there -------------------------------------------------------------------------------


def preview_annex_changes(
    *, actor: Actor, plan: Plan, name: str, content: bytes, header: Mapping[str, str] | None = None
) -> AnnexPreview:
    """What an annex would change of a plan, row by row. The paper that orders the changes may still be unknown.

    Raises NotAllowed, BadAnnexFile, CannotImport.
    """
    check_adopt_plans(actor)
    found = opened_annex(content, name)
    check_is_of(plan, found)
    return preview_changes(actor, plan, found)


def annex_effects(preview: AnnexPreview) -> Mapping[int, tuple[str, ...]]:
    """What new time frames would bring with them (parts given on, requests, open periods), in sentences by the row's
    number; writes nothing. Constant queries."""
    timed = [
        (row.number, row.task, after)
        for row in preview.rows
        if row.verdict is AnnexVerdict.CHANGED
        and row.task is not None
        and any(each.name == "due" for each in row.changes)
        if (after := _change_of(row).after) is not None
    ]
    told = told_before([(task, after) for _, task, after in timed]) if timed else {}
    return {number: told[task.pk] for number, task, _ in timed if told.get(task.pk)}


@transaction.atomic
def import_changes(
    *, actor: Actor, plan: Plan, name: str, content: bytes, header: Mapping[str, str] | None = None
) -> AnnexImport:
    """Change a plan as an annex says: one version of the plan, with the file as its paper; all rows or none.

    `header` says number and day of the document that orders the changes, where the file's sheet «Văn bản» does not:
    an issued plan is changed by a paper. Nothing changed asks for none, and writes nothing. Raises NotAllowed,
    BadAnnexFile, BadCorrection, CannotImport, CannotAmend, AnnexRejected, AlreadyAdopted (the same file, after the
    plan went on).
    """
    check_adopt_plans(actor)
    plan = locked_plan(actor, plan.pk)
    found = opened_annex(content, name)
    check_is_of(plan, found)
    preview = preview_changes(actor, plan, found)
    if preview.count(AnnexVerdict.REJECTED):
        raise AnnexRejected(preview)
    changes = [_change_of(row) for row in preview.rows if row.verdict in (AnnexVerdict.CREATED, AnnexVerdict.CHANGED)]
    if not changes:
        return AnnexImport(preview, plan)
    told = _header_of_changes(plan, found, header or {})
    taken = take_annex(actor=actor, name=name, content=content, header=told)
    row = lock_reading_for_adoption(actor=actor, reading_id=taken.reading.pk, version=taken.reading.version)
    reading = Reading.from_json(row.result)
    assert reading.date is not None  # noqa: S101 - the head was checked
    directive = write_directive(row, reading, reading.date)
    mark_adopted(actor=actor, reading=row)
    write_version(actor=actor, plan=plan, directive=directive, changes=changes, reason=f"Nhập từ tệp Excel «{name}»")
    return AnnexImport(preview, plan)


def _header_of_changes(plan: Plan, found: AnnexFile, header: Mapping[str, str]) -> dict[str, str]:
    """The head of the paper that orders the changes. What a province's papers share is the plan's own."""
    reading = Reading.from_json(with_header(found.reading.to_json(), header))
    own = plan.directive
    is_own = fold(reading.number or "") == fold(own.number) and reading.date == own.issued_on
    if not reading.number or reading.date is None or is_own:
        raise CannotImport(
            "Kế hoạch đã ban hành chỉ được thay đổi theo văn bản. Chưa có gì được nhập. Hãy cho biết số, ký hiệu và "
            "ngày của văn bản sửa đổi, bổ sung (khác với văn bản ban hành kế hoạch).",
            code="no_paper",
        )
    if own.issued_on and reading.date < own.issued_on:
        raise CannotImport(
            f"Văn bản sửa đổi ngày {vn_date(reading.date)} có trước kế hoạch. Chưa có gì được nhập. Hãy kiểm tra ngày.",
            code="earlier",
        )
    usual = {
        "doc_type": reading.doc_type or own.doc_type,
        "place": reading.place or own.place,
        "issuer": reading.issuer or own.issuer,
        "title": reading.title or f"Sửa đổi, bổ sung nhiệm vụ của {own}",
    }
    return {**usual, **{field: value for field, value in header.items() if value.strip()}}


def _change_of(row: AnnexRowPreview) -> PlannedChange:
    """What a version does for one row."""
    item, task = row.item, row.task
    due = item.due
    lead = row.lead.agency if row.lead is not None else None
    others = [body for body in row.coordinators if lead is None or body.agency.pk != lead.pk]
    told = TaskFacts(
        code=item.code,
        text=item.text,
        group=item.group or "",
        lead=tuple(item.lead),
        coordinating=tuple(item.coordinating),
        due_text=due.text[:400] if due else "",
        due_kind=due.kind if due else "",
        due_on=due.due_on.isoformat() if due and due.due_on else "",
    )
    lines = (item.source.first, item.source.last) if item.source else (None, None)
    if task is None:
        return PlannedChange(None, told, lead, others, lines)
    before = facts_of(task)
    names = {change.name for change in row.changes}
    after = replace(before, text=told.text) if "text" in names else before
    if "due" in names:
        after = replace(after, due_text=told.due_text, due_kind=told.due_kind, due_on=told.due_on)
    if "lead" in names:
        after = replace(after, lead=told.lead)
    if "coordinating" in names:
        after = replace(after, coordinating=told.coordinating)
    return PlannedChange(
        task, after, lead if "lead" in names else None, others if "coordinating" in names else None, lines
    )


def plan_named_in(viewer: Actor, found: AnnexFile) -> Plan | None:
    """The plan from which a file was exported, if the viewer may see it. Raises CannotImport when they may not, or it
    is not there: the file is another site's or another province's."""
    code = plan_of_stamp(found.stamp)
    if not code:
        return None
    plan = plan_by_code(viewer, code)
    if plan is None:
        raise CannotImport(
            f"Tệp được xuất từ kế hoạch «{code[:60]}», không có trong hệ thống hoặc không thuộc tỉnh của bạn. "
            f"{_NOTHING} Hãy kiểm tra lại tệp.",
            code="foreign_plan",
        )
    return plan


def check_is_of(plan: Plan, found: AnnexFile) -> None:
    """Raises CannotImport for a file that was exported from another plan."""
    code = plan_of_stamp(found.stamp)
    if code and code != plan.code:
        raise CannotImport(
            f"Tệp này được xuất từ kế hoạch «{code[:60]}», không phải từ kế hoạch «{plan.code}». {_NOTHING} "
            "Hãy chọn đúng tệp hoặc đúng kế hoạch.",
            code="other_plan",
        )
