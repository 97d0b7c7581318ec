"""Urging by letter (đôn đốc): which assignments are behind, one act that makes the letters, and the record of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.public import Agency, officers_of
from mangnon.audit.public import record
from mangnon.documents.official import OfficialDocument, write_docx
from mangnon.jobs.public import Handler, Step, Turn, add_job, count_loss, one_after_another
from mangnon.kernel import clock
from mangnon.kernel.archives import zipped
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.text import fold
from mangnon.kernel.training import sample_notice
from mangnon.notices.public import Reminder, log_reminders, tell
from mangnon.notices.terms import Channel, NoticeKind, ReminderKind, ReminderResult
from mangnon.plans.models import Assignment, Plan, Urging, UrgingLetter, UrgingLine, in_force
from mangnon.plans.policies import can_direct_plan
from mangnon.plans.rules import DUE_SOON_DAYS
from mangnon.plans.selectors import every_assignment, lead_agency_of, plans_led_by
from mangnon.plans.terms import AssignmentRole, Execution, UrgingShape
from mangnon.plans.urging.letters import LetterFacts, duty_of, urging_letter

WRITE_LETTERS = "urging_letters"
# So many letters are written while the person waits; more are work in the background.
AT_ONCE = 5
MOST_URGED = 3000
_OPEN = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)


class BadUrging(Refusal):
    """Nothing was chosen that can be urged."""

    code = "bad_urging"


def can_urge(actor: Actor) -> bool:
    """Who directs tasks; of which plans: those their agency leads today."""
    return actor.may(Permission.DIRECT_TASKS)


def plans_to_urge(viewer: Actor) -> QuerySet[Plan]:
    """The plans whose work the viewer follows up, newest first."""
    if not can_urge(viewer) or viewer.agency_id is None:
        return Plan.objects.none()
    return plans_led_by(viewer, agency_id=viewer.agency_id).select_related("directive", "lead_agency", "territory")


def assignments_behind(viewer: Actor, plan: Plan, *, on: dt.date, state: str = "late") -> QuerySet[Assignment]:
    """The open assignments of a plan by bodies first, then days: «late», due «soon», «untaken», or «open» (all three,
    and what has time). What was given on below is followed up by whoever gave it on; monitors do nothing themselves;
    the body that leads the plan writes no letter to itself."""
    found = _to_urge(viewer, on).filter(task__plan=plan).exclude(agency=lead_agency_of(plan, on=on))
    soon = on + dt.timedelta(days=DUE_SOON_DAYS)
    wanted = {
        "late": Q(due_on__lt=on),
        "soon": Q(due_on__gte=on, due_on__lte=soon),
        "untaken": Q(execution=Execution.NOT_RECEIVED),
    }
    return found.filter(wanted.get(state, Q())).order_by("agency__code", "due_on", "task__order", "pk")


def _to_urge(viewer: Actor, on: dt.date) -> QuerySet[Assignment]:
    found = every_assignment(viewer).filter(in_force(on), execution__in=_OPEN, parent__isnull=True)
    found = found.filter(Q(instance__isnull=False) | ~Q(task__instances__isnull=False))
    return found.exclude(role=AssignmentRole.MONITOR)


def overdue_of_plans(viewer: Actor, *, on: dt.date) -> dict[int, int]:
    """How many assignments that can be urged are past their day, by plan; plans without one are left out. One query.

    The viewer's body leads all of them today, so it is its own assignments that are passed over.
    """
    found = _to_urge(viewer, on).filter(task__plan__in=plans_to_urge(viewer).order_by(), due_on__lt=on)
    found = found.exclude(agency_id=viewer.agency_id or 0).order_by()
    return dict(found.values_list("task__plan_id").annotate(Count("pk", distinct=True)))


def urgings(viewer: Actor) -> QuerySet[Urging]:
    """The acts of urging of the plans the viewer follows up, newest first."""
    found = Urging.objects.select_related("plan__directive", "agency", "made_by", "job")
    return found if viewer.is_system else found.filter(plan__in=plans_to_urge(viewer))


def urge(
    *,
    actor: Actor,
    plan_id: int,
    assignment_ids: Collection[int],
    shape: UrgingShape,
    report_by: dt.date | None = None,
) -> Urging:
    """Make letters that urge bodies to do what they have not done, tell their officers, and put it on record.

    What was done since it was chosen is passed over. A few letters are written at once, more by a job. Raises
    NotAllowed, BadUrging (`nothing_to_urge`, `too_many`, `day_is_past`).
    """
    urging = _make(actor, plan_id, assignment_ids, shape, report_by)
    if urging.job_id is None:
        for letter in unwritten(urging):
            write_letter(letter)
    return urging


@transaction.atomic
def _make(actor: Actor, plan_id: int, ids: Collection[int], shape: UrgingShape, report_by: dt.date | None) -> Urging:
    plan = Plan.objects.select_related("directive", "lead_agency", "territory").get(pk=plan_id)
    lead = lead_agency_of(plan)
    if not can_direct_plan(actor, lead_agency_id=lead.pk):
        raise NotAllowed("Chỉ cơ quan đầu mối của kế hoạch được đôn đốc. Không có gì bị thay đổi.")
    today = clock.today()
    _check(ids, report_by, today)
    rows = list(assignments_behind(actor, plan, on=today, state="open").filter(pk__in=ids))
    if not rows:
        raise BadUrging(
            "Các phân công đã chọn không còn việc nào để đôn đốc. Chưa có công văn nào được soạn. Hãy tải lại trang.",
            code="nothing_to_urge",
        )
    bodies: dict[int, list[Assignment]] = {}
    for row in rows:
        bodies.setdefault(row.agency_id, []).append(row)
    urging = Urging.objects.create(
        plan=plan, agency=lead, shape=shape, report_by=report_by, made_at=clock.now(), made_by_id=actor.user_id
    )
    groups = list(bodies.values()) if shape == UrgingShape.EACH else [rows]
    for order, group in enumerate(groups, start=1):
        to = group[0].agency if shape == UrgingShape.EACH else None
        letter = UrgingLetter.objects.create(urging=urging, order=order, agency=to)
        UrgingLine.objects.bulk_create(
            UrgingLine(letter=letter, assignment=row, due_on=row.due_on, execution=row.execution, progress=row.progress)
            for row in group
        )
    if len(groups) > AT_ONCE:
        urging.job = add_job(actor=actor, kind=WRITE_LETTERS)
        urging.save(update_fields=["job"])
    _put_on_record(actor, urging, list(bodies.values()))
    return urging


def _check(ids: Collection[int], report_by: dt.date | None, today: dt.date) -> None:
    if len(ids) > MOST_URGED:
        raise BadUrging(
            f"Một lần đôn đốc nhiều nhất {MOST_URGED} phân công. Chưa có gì được soạn. Hãy lọc rồi làm từng phần.",
            code="too_many",
        )
    if report_by is not None and report_by <= today:
        raise BadUrging(
            "Ngày đề nghị báo cáo phải sau hôm nay. Chưa có gì được soạn. Hãy chọn ngày khác, hoặc để trống.",
            code="day_is_past",
        )


def _put_on_record(actor: Actor, urging: Urging, bodies: Sequence[Sequence[Assignment]]) -> None:
    """The evidence on each assignment, the log, and a notice to the officers of each body."""
    now, code = clock.now(), urging.plan.code
    officers = officers_of([group[0].agency_id for group in bodies], on=clock.today())
    log: list[Reminder] = []
    for group in bodies:
        agency = group[0].agency
        common = {
            "kind": ReminderKind.URGING,
            "by_id": actor.user_id,
            "of_body": agency.code,
            "to_words": agency.name,
            "territory_code": agency.code.partition(".")[0],
            "at": now,
        }
        for row in group:
            record(
                actor=actor,
                act="urge",
                object_type="Assignment",
                object_id=row.pk,
                details={"urging": urging.pk, "due": row.due_on.isoformat() if row.due_on else None},
            )
            log.append(
                Reminder(
                    **common,
                    matter=f"assignment:{row.pk}",
                    words=f"{row.task.code} ({code})",
                    address=reverse("task", args=[code, row.task.code]),
                    channel=Channel.LETTER,
                    result=ReminderResult.DRAFTED,
                )
            )
        words = f"Cơ quan bạn được đôn đốc {len(group)} nhiệm vụ của kế hoạch {code}"
        address = reverse("plan", args=[code]) if len(group) > 1 else reverse("task", args=[code, group[0].task.code])
        people = officers.get(agency.pk, set())
        tell(people=people, kind=NoticeKind.URGED, words=words, address=address, key=f"urging:{urging.pk}")
        log.append(
            Reminder(
                **common,
                matter=f"urging:{urging.pk}",
                words=words,
                address=address,
                channel=Channel.SITE,
                result=ReminderResult.TOLD if people else ReminderResult.NOBODY,
            )
        )
    log_reminders(log)


def unwritten(urging: Urging) -> list[UrgingLetter]:
    """The letters that are still to be written, in order, with what they need. Three queries."""
    return list(letters_with_lines(urging.pk).filter(written_at__isnull=True))


def write_letter(letter: UrgingLetter) -> None:
    """Write one letter and keep it. Written again it says the same."""
    letter.content, letter.written_at = write_docx(document_of_letter(letter)), clock.now()
    letter.save(update_fields=["content", "written_at"])


def document_of_letter(letter: UrgingLetter) -> OfficialDocument:
    """A letter in its words, from what stood when it was made."""
    urging = letter.urging
    bodies: dict[Agency, list[UrgingLine]] = {}
    for line in letter.lines.all():
        bodies.setdefault(line.assignment.agency, []).append(line)
    facts = LetterFacts(
        plan=urging.plan,
        sender=urging.agency,
        on=clock.local_day(urging.made_at),
        report_by=urging.report_by,
        bodies=list(bodies.items()),
        duty=duty_of(urging.plan, urging.agency),
    )
    return urging_letter(facts, sample_notice=sample_notice())


def letters_with_lines(urging_id: int) -> QuerySet[UrgingLetter]:
    """The letters of one act with everything their words need, in order."""
    lines = UrgingLine.objects.select_related("assignment__task", "assignment__agency", "assignment__instance")
    found = UrgingLetter.objects.filter(urging=urging_id).select_related(
        "urging__plan__directive", "urging__plan__territory", "urging__agency__territory", "agency"
    )
    return found.prefetch_related(Prefetch("lines", lines.order_by("pk"))).order_by("order")


def letter_name(letter: UrgingLetter) -> str:
    """«cong-van-don-doc-03-so-y-te.docx»."""
    to = "-".join(fold(letter.agency.name).split())[:60] if letter.agency else "chung"
    return f"cong-van-don-doc-{letter.order:02d}-{to}.docx"


def letters_in_one(urging: Urging) -> bytes:
    """All letters that are written, as one compressed file."""
    letters = urging.letters.filter(written_at__isnull=False).select_related("agency").order_by("order")
    return zipped((letter_name(each), bytes(each.content)) for each in letters if each.content is not None)


def write_letters(turn: Turn, step: Step) -> None:
    """The job: one letter after another, each kept before the next; another worker goes on where one stopped."""
    urging = Urging.objects.get(job_id=turn.job_id)
    one_after_another(turn, step, unwritten(urging), write_letter, total=urging.letters.count())


@transaction.atomic
def lose_letters(turn: Turn) -> None:
    """The process died; what was written stays, and another goes on."""
    count_loss(
        turn=turn,
        code="writer_died",
        message="Việc soạn công văn dừng đột ngột nhiều lần. Các công văn đã soạn vẫn tải về được. Hãy đôn đốc lại các "
        "cơ quan còn thiếu.",
    )


HANDLER = Handler(run=write_letters, lost=lose_letters)
