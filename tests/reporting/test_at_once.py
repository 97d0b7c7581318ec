"""Two people at the same moment: one act each, nobody's words lost, no waiting for each other for ever.

The two really run at once, in threads with their own connections; on PostgreSQL this is where rows are locked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from mangnon.accounts.public import Actor
from mangnon.agencies.models import Agency
from mangnon.audit.public import verify_chain
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.models import Consolidation, ExpectedReport, Period, Report, ReportEntry, ReportVersion
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.writing.sending import save_entry, start_report, submit_report
from tests.agencies.test_at_once import while_uncommitted
from tests.reporting import reorganised
from tests.reporting.factories import Scene, scene

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run acts at the same moment; each answers «done» or the code of its refusal. Anything else fails the test."""
    start, outcomes, faults = threading.Barrier(len(acts)), [""] * len(acts), []
    now = clock.now()

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            with clock.frozen(now):
                start.wait()
                act()
            outcomes[number] = "done"
        except Refusal as refusal:
            outcomes[number] = refusal.code
        except Exception as fault:  # told to the test below, in its own thread
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not faults, faults
    assert verify_chain().intact
    return outcomes


def _sent(found: Scene) -> Sequence[Report]:
    return [
        found.send(found.lead, {task: {"results": "Đã làm"} for task in found.tasks[0::2]}),
        found.send(found.health, {task: {"results": "Đã làm"} for task in found.tasks[1::2]}),
        found.send(found.schools, {None: {"results": "Đã phối hợp"}}),
        found.send(found.district, {None: {"results": "Đã phối hợp"}}),
    ]


def test_two_who_open_a_period_get_the_same_one() -> None:
    found = scene()
    reviewer = found.reviewer

    def act() -> Period:
        return open_period(actor=reviewer, regime=found.regime, code="2026H1")

    assert at_once(act, act, act) == ["done"] * 3
    assert Period.objects.filter(code="2026H1").count() == 1


def test_two_who_start_a_report_get_the_same_one() -> None:
    found = scene()
    writer = found.writer(found.health)

    def act() -> Report:
        return start_report(actor=writer, period=found.period, agency_id=found.health.pk)

    assert at_once(act, act) == ["done", "done"]
    assert Report.objects.count() == 1


def test_of_two_who_save_one_entry_the_second_is_told() -> None:
    found = scene()
    writer, task = found.writer(found.health), found.tasks[1]
    report = start_report(actor=writer, period=found.period, agency_id=found.health.pk)

    def save(words: str) -> Callable[[], object]:
        return lambda: save_entry(
            actor=writer, report_id=report.pk, task_id=task.pk, revision=0, fields={"results": words}
        )

    assert sorted(at_once(save("Một"), save("Hai"))) == ["done", "stale"]
    assert ReportEntry.objects.get(report=report, task=task).revision == 1


def test_a_report_sent_twice_at_once_is_sent_once() -> None:
    found = scene()
    writer = found.writer(found.schools)
    report = found.write(found.schools, {None: {"results": "Đã phối hợp"}})

    def act() -> object:
        return submit_report(actor=writer, report_id=report.pk)

    assert sorted(at_once(act, act)) == ["done", "report_locked"]
    assert ReportVersion.objects.filter(report=report).count() == 1


def test_of_two_reviewers_who_accept_and_return_one_wins() -> None:
    found = scene()
    reviewer, report = found.reviewer, _sent(found)[1]
    outcomes = at_once(
        lambda: accept_report(actor=reviewer, report_id=report.pk),
        lambda: return_report(actor=reviewer, report_id=report.pk, reason="Thiếu số", resubmit_by=clock.today()),
    )
    assert sorted(outcomes) == ["done", "report_locked"]
    report.refresh_from_db()
    assert report.state == ("accepted" if outcomes[0] == "done" else "returned")


def _return(reviewer: Actor, report_id: int) -> Callable[[], object]:
    return lambda: return_report(actor=reviewer, report_id=report_id, reason="Thiếu số", resubmit_by=clock.today())


@pytest.mark.parametrize("attempt", range(3))
def test_accepting_many_and_returning_some_of_them_do_not_wait_for_each_other_for_ever(attempt: int) -> None:
    found = scene()
    reviewer, ids = found.reviewer, [report.pk for report in _sent(found)]
    returns = [_return(reviewer, pk) for pk in ids[1:]]
    outcomes = at_once(lambda: accept_reports(actor=reviewer, period=found.period, report_ids=ids), *returns)
    states = set(Report.objects.filter(pk__in=ids).values_list("state", flat=True))
    # All accepted and nothing returned, or something returned first and then nothing accepted.
    assert states == ({"accepted"} if outcomes[0] == "done" else {"submitted", "returned"})


def test_two_consolidations_at_once_have_two_numbers() -> None:
    found = scene()
    reviewer = found.reviewer
    for report in _sent(found):
        accept_report(actor=reviewer, report_id=report.pk)

    def act() -> Consolidation:
        return consolidate(actor=reviewer, period=found.period)

    assert at_once(act, act) == ["done", "done"]
    assert sorted(Consolidation.objects.values_list("number", flat=True)) == [1, 2]


def test_a_period_opened_while_bodies_are_reorganised_expects_the_new_ones() -> None:
    found = scene()
    heir = reorganised.new_body("SO_9", "Sở Mẫu Chín", territory=found.schools.territory)
    reviewer = found.reviewer

    def reorganise() -> None:
        # As the app of agencies does: the bodies are locked before anything is read.
        list(Agency.objects.select_for_update(of=("self",)).order_by("pk"))
        reorganised.apply(reorganised.event("merge", reorganised.JULY, (found.schools, heir, "")))

    outcomes = while_uncommitted(reorganise, lambda: open_period(actor=reviewer, regime=found.regime, code="2026H1"))
    assert outcomes == ("done", "done")
    owing = set(ExpectedReport.objects.owed().filter(period__code="2026H1").values_list("agency", flat=True))
    assert heir.pk in owing
    assert found.schools.pk not in owing
