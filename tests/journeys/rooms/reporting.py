"""Doors of regimes, calls, the list of reporters and the schedule: Sở Y tế of the first province receives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.reporting.calls.answering import Given, save_answers
from mangnon.reporting.calls.calling import QuestionDraft, call_for_report
from mangnon.reporting.duties.asked import questions_of
from mangnon.reporting.models import Consolidation, Passage, PassageSource, Period, ReportUrging, ReportUrgingLine
from mangnon.reporting.writing.sending import start_report
from tests.journeys.doors import IN_PLANS, Door
from tests.journeys.provinces import World


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _ready(found: World) -> list[Any]:
    return ["chi-thi-23-nam"]


def _regime(found: World) -> list[Any]:
    return [found.period.regime.code]


def _period(found: World) -> list[Any]:
    return [found.period.regime.code, found.period.code]


def _call(found: World) -> Period:
    """One question to Sở Tư pháp, made once a world."""
    return call_for_report(
        actor=found.actor("lead"),
        name="Yêu cầu mẫu",
        content="",
        codes=["90.SO_TP"],
        questions=[QuestionDraft("number", "Số lớp tập huấn")],
        send_by=clock.today() + dt.timedelta(days=9),
    )


def _urged(found: World) -> list[Any]:
    """Sở Y tế has urged the district by one letter, put there without evidence."""
    district = Agency.objects.get(code="90.UBND.901")
    urging = ReportUrging.objects.create(
        period=found.period, agency=found.plan.lead_agency, shape="one", made_at=clock.now()
    )
    ReportUrgingLine.objects.create(
        urging=urging, letter=1, agency=district, to_words=district.name, due_on=clock.today(), state="not_started"
    )
    return [*_period(found), urging.pk]


def _called(found: World) -> list[Any]:
    period = _call(found)
    return [period.regime.code, period.code]


def _of_department(found: World) -> list[Any]:
    return [*_called(found), "90.SO_TP"]


def _answered(found: World) -> list[Any]:
    """The department has answered and may send."""
    period = _call(found)
    actor = found.actor("department")
    report = start_report(actor=actor, period=period, agency_id=actor.agency_id or 0)
    given = {question.pk: Given("5") for question in questions_of(period)}
    save_answers(actor=actor, report_id=report.pk, revision=0, given=given)
    return [period.regime.code, period.code]


def _answered_for(found: World) -> list[Any]:
    return [*_answered(found), "90.SO_TP"]


def _later(found: World) -> dict[str, Any]:
    day = found.period.send_by + dt.timedelta(days=7)
    days = {"cut_off_on": vn_date(found.period.cut_off_on), "send_by": vn_date(day)}
    return {**days, "reason": "Công văn mẫu", "level": ""}


def _open_list(found: World) -> list[Any]:
    """The period as it is before it is consolidated: its list can still change."""
    made = Consolidation.objects.filter(period=found.period)
    PassageSource.objects.filter(passage__consolidation__in=made).delete()
    Passage.objects.filter(consolidation__in=made).delete()
    made.delete()
    return _period(found)


# Who leads in one province may take a regime over, and ask a body, in that province; the other's lead in the other.
_LEADS = {"lead", "other_lead"}
GETS: dict[str, Door] = {
    "regimes": Door(IN_PLANS, elsewhere=0),
    "ready_regime": Door(IN_PLANS, args=_ready, elsewhere=0),
    "regime": Door(IN_PLANS, args=_regime),
    "regime_change": Door({"lead"}, args=_regime),
    "report_schedule": Door(IN_PLANS, elsewhere=0),
    "call_new": Door(_LEADS, elsewhere=403),
    "call_answer": Door({"department"}, args=_called),
    "call_answer_for": Door({"department"}, args=_of_department),
    "call_answers": Door({"lead"}, args=_called),
    "call_answers_workbook": Door({"lead"}, args=_called),
    "call_change": Door({"lead"}, args=_called),
    "period_list": Door(IN_PLANS, args=_period),
    "reports_urge": Door({"lead"}, args=_period),
    "report_urging": Door({"lead"}, args=_urged),
    "report_urging_letter": Door({"lead"}, args=lambda found: [*_urged(found), 1]),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "reports_urge_make": Door(
        {"lead"}, 302, lambda found: {"shape": "one", "tinh-trang": "tat-ca", "bodies": ["90.UBND.901"]}, args=_period
    ),
    "report_urging_draft": Door({"lead"}, 302, _nothing, args=_urged),
    # None is drafted: nothing is numbered.
    "report_urging_number": Door({"lead"}, 302, _nothing, args=_urged, is_act=False),
    "ready_take_over": Door(_LEADS, 302, _nothing, args=_ready, elsewhere=403),
    "regime_change": Door({"lead"}, 422, _nothing, args=_regime, is_act=False),
    "call_new": Door(_LEADS, 422, _nothing, elsewhere=403, is_act=False),
    "call_answer": Door({"department"}, 302, lambda found: {"version": "0"}, args=_called),
    "call_answer_for": Door({"department"}, 302, lambda found: {"version": "0"}, args=_of_department),
    "call_change": Door({"lead"}, 302, lambda found: {"viec": "ket-thuc", "reason": "Mẫu"}, args=_called),
    "call_submit": Door({"department"}, 302, _nothing, args=_answered),
    "call_submit_for": Door({"department"}, 302, _nothing, args=_answered_for),
    "reporter_exempt": Door({"lead"}, 302, lambda found: {"agency": "90.UBND.901", "reason": "Mẫu"}, args=_open_list),
    "reporter_add": Door({"lead"}, 302, lambda found: {"agency": "90.VP_UBND", "reason": "Mẫu"}, args=_open_list),
    "period_move": Door({"lead"}, 302, _later, args=_period),
}
