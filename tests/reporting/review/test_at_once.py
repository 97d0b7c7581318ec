"""Two who review at the same moment, tier over tier; who sends while the list is changed; and merged bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.reporting.calls.answering import submit_answers
from mangnon.reporting.calls.changing import end_call
from mangnon.reporting.models import ExpectedReport, NamedMissing, Report
from mangnon.reporting.periods.listing import exempt_report
from mangnon.reporting.review.amending import start_amendment
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.review.tiers import children_of, name_missing
from mangnon.reporting.terms import MissingReason
from mangnon.reporting.writing.sending import submit_report
from tests.agencies.test_at_once import while_uncommitted
from tests.reporting import reorganised
from tests.reporting.factories import scene
from tests.reporting.review.tiered import OPENED, Tiered, tiered
from tests.reporting.test_at_once import at_once
from tests.reporting.test_calls import call, fill

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)


@pytest.fixture
def place() -> Tiered:
    with clock.frozen(dt.datetime.combine(OPENED, dt.time(2), dt.UTC)):
        return tiered()


def frozen(act: Callable[[], object]) -> Callable[[], object]:
    """The act on the day of the tests: a frozen clock is its own thread's."""

    def run() -> object:
        with clock.frozen(NOW):
            return act()

    return run


def _ready(place: Tiered) -> tuple[Report, Report]:
    """A commune's report that is accepted, and its district's that waits."""
    with clock.frozen(NOW):
        low = place.accept(place.send(place.communes[0][0]))
        place.accept(place.send(place.communes[0][1]))
        return low, place.send(place.districts[0])


@pytest.mark.parametrize("above_first", [True, False])
def test_of_accepting_above_and_reopening_below_one_wins_and_the_other_is_told(
    place: Tiered, *, above_first: bool
) -> None:
    low, high = _ready(place)
    reviewer, commune = place.reviewer, place.officer(place.communes[0][0])
    accept = frozen(lambda: accept_report(actor=reviewer, report_id=high.pk))
    reopen = frozen(lambda: start_amendment(actor=commune, report_id=low.pk, reason="Đính chính"))
    acts = (accept, reopen) if above_first else (reopen, accept)
    outcomes = while_uncommitted(*acts)
    assert outcomes == ("done", "taken_above" if above_first else "below_open")
    low.refresh_from_db()
    high.refresh_from_db()
    assert (low.state, high.state) == (("accepted", "accepted") if above_first else ("amending", "submitted"))


def test_accepting_above_and_reopening_below_at_the_same_moment_never_both(place: Tiered) -> None:
    low, high = _ready(place)
    reviewer, commune = place.reviewer, place.officer(place.communes[0][0])
    with clock.frozen(NOW):
        outcomes = at_once(
            lambda: accept_report(actor=reviewer, report_id=high.pk),
            lambda: start_amendment(actor=commune, report_id=low.pk, reason="Đính chính"),
        )
    assert sorted(outcomes) in (["done", "taken_above"], ["below_open", "done"])


def test_two_officers_of_a_district_who_accept_and_return_one_commune(place: Tiered) -> None:
    with clock.frozen(NOW):
        report = place.send(place.communes[0][0])
        one, other = place.officer(place.districts[0]), place.officer(place.districts[0])
        outcomes = at_once(
            lambda: accept_report(actor=one, report_id=report.pk, version=1),
            lambda: return_report(
                actor=other, report_id=report.pk, reason="Thiếu số", resubmit_by=clock.today(), version=1
            ),
        )
    assert sorted(outcomes) == ["done", "report_locked"]
    report.refresh_from_db()
    assert report.state == ("accepted" if outcomes[0] == "done" else "returned")


@pytest.mark.parametrize("accept_first", [True, False])
def test_what_is_accepted_is_not_named_as_missing_by_somebody_else_at_once(
    place: Tiered, *, accept_first: bool
) -> None:
    first = place.communes[0][0]
    with clock.frozen(NOW):
        report = place.send(first)
        one, other = place.officer(place.districts[0]), place.officer(place.districts[0])
    accept = frozen(lambda: accept_report(actor=one, report_id=report.pk))
    name = frozen(
        lambda: name_missing(
            actor=other, period=place.period, agency_code=first.code, reason_code=MissingReason.NOT_SENT
        )
    )
    outcomes = while_uncommitted(*((accept, name) if accept_first else (name, accept)))
    assert outcomes[0] == "done"
    assert NamedMissing.objects.exists() is not accept_first
    report.refresh_from_db()
    assert report.state == "accepted"


@pytest.mark.parametrize("end_first", [True, False])
def test_who_sends_while_a_call_is_ended_has_sent_or_owes_nothing_and_never_both(*, end_first: bool) -> None:
    plan = scene()
    period = call(plan)
    report = fill(plan, period, plan.health, "3", "Có")
    reviewer, writer = plan.reviewer, plan.writer(plan.health)

    def end() -> object:
        return end_call(actor=reviewer, period=period, reason="Đủ số liệu")

    def send() -> object:
        return submit_answers(actor=writer, report_id=report.pk)

    outcomes = while_uncommitted(*((end, send) if end_first else (send, end)))
    row = ExpectedReport.objects.get(period=period, agency=plan.health)
    report.refresh_from_db()
    assert outcomes == (("done", "exempt") if end_first else ("done", "done"))
    assert (row.is_owed, report.version) == ((False, 0) if end_first else (True, 1))


@pytest.mark.parametrize("excuse_first", [True, False])
def test_who_is_excused_while_sending_has_sent_or_owes_nothing_and_never_both(
    place: Tiered, *, excuse_first: bool
) -> None:
    body = place.department
    with clock.frozen(NOW):
        report = place.write(body)
        reviewer, writer = place.reviewer, place.officer(body)
    send = frozen(lambda: submit_report(actor=writer, report_id=report.pk))
    excuse = frozen(
        lambda: exempt_report(actor=reviewer, period=place.period, agency_code=body.code, reason="Bão làm hỏng trụ sở")
    )
    outcomes = while_uncommitted(*((excuse, send) if excuse_first else (send, excuse)))
    assert outcomes == ("done", "exempt" if excuse_first else "list_frozen")
    row = ExpectedReport.objects.get(period=place.period, agency=body)
    report.refresh_from_db()
    assert row.is_owed is (report.version == 1)


@pytest.mark.parametrize("accept_first", [True, False])
def test_reviewing_while_bodies_are_merged_neither_hangs_nor_loses(place: Tiered, *, accept_first: bool) -> None:
    """Who accepts and who applies a reorganisation lock the same rows: in one order, so none waits for ever."""
    with clock.frozen(NOW):
        reports = [place.send(each) for each in place.communes[0]]
        officer = place.officer(place.districts[0])
    heir = reorganised.new_body(
        "UBND.90199",
        "Ủy ban nhân dân xã Mẫu Mới",
        territory=place.communes[0][0].territory,
        kind="peoples_committee",
        level="commune",
    )

    def merge() -> object:
        with transaction.atomic():
            list(Agency.objects.select_for_update(of=("self",)).order_by("pk"))
            made = reorganised.event("merge", dt.date(2025, 6, 1), *((each, heir, "") for each in place.communes[0]))
            return reorganised.apply(made)

    accept = frozen(
        lambda: accept_reports(actor=officer, period=place.period, report_ids=[each.pk for each in reports])
    )
    outcomes = while_uncommitted(*((accept, frozen(merge)) if accept_first else (frozen(merge), accept)))
    assert outcomes == ("done", "done")
    assert set(Report.objects.filter(pk__in=[each.pk for each in reports]).values_list("state", flat=True)) == {
        "accepted"
    }
    assert [child.is_settled for child in children_of(place.period, place.districts[0].pk)] == [True, True]
