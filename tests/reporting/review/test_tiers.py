"""Communes send to their district, districts to the lead: who accepts, what is locked and why."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import ExpectedReport, NamedMissing, Report
from mangnon.reporting.periods.owed import reports_owed, reports_waiting
from mangnon.reporting.review.amending import drop_amendment, start_amendment
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.review.reading import sent_sheet
from mangnon.reporting.review.tiers import children_of, name_missing, why_locked_by_tiers
from mangnon.reporting.selectors import reports_to_review
from mangnon.reporting.terms import MissingReason
from mangnon.reporting.writing.sending import submit_report
from tests.reporting.review.tiered import OPENED, Tiered, tiered

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)


@pytest.fixture
def place() -> Tiered:
    with clock.frozen(dt.datetime.combine(OPENED, dt.time(2), dt.UTC)):
        return tiered()


@pytest.fixture(autouse=True)
def _now() -> object:
    with clock.frozen(NOW):
        yield


def test_what_a_commune_sends_is_its_districts_to_review_and_not_the_leads(place: Tiered) -> None:
    district, (first, _) = place.districts[0], place.communes[0]
    report = place.send(first)
    assert list(reports_to_review(place.officer(district))) == [report]
    assert not reports_to_review(place.officer(place.districts[1]))
    assert not reports_to_review(place.reviewer)
    assert [row.recipient_id for row in reports_waiting(on=clock.today())] == [district.pk]
    owed = {row.owner_id: row.recipient_id for row in reports_owed(on=clock.today(), until=dt.date(2025, 7, 1))}
    assert owed[place.communes[0][1].pk] == district.pk
    assert owed[district.pk] == place.lead.pk
    for stranger in (place.reviewer, place.officer(place.districts[1]), place.officer(first)):
        with pytest.raises(NotAllowed, match="Ủy ban nhân dân huyện Mẫu 1"):
            accept_report(actor=stranger, report_id=report.pk)
    accept_report(actor=place.officer(district), report_id=report.pk)
    own = place.send(place.department)
    assert list(reports_to_review(place.reviewer)) == [own]


def test_the_district_and_the_lead_read_a_communes_report_and_the_other_district_does_not(place: Tiered) -> None:
    first = place.communes[0][0]
    place.send(first)
    for reader in (place.reviewer, place.officer(place.districts[0]), place.officer(first)):
        sheet = sent_sheet(reader, place.period, first.code)
        assert sheet is not None
        assert sheet.version is not None
    with pytest.raises(NotAllowed):
        sent_sheet(place.officer(place.districts[1]), place.period, first.code)


def test_a_district_is_accepted_only_when_each_commune_is_or_is_named_with_a_reason(place: Tiered) -> None:
    district, (first, second) = place.districts[0], place.communes[0]
    place.accept(place.send(first))
    report = place.send(district)
    with pytest.raises(NotComplete, match=r"xã Mẫu 1\.2") as caught:
        place.accept(report)
    assert caught.value.code == "below_open"
    assert "xã Mẫu 1.1" not in str(caught.value.message)
    assert "xã Mẫu 1.2" in why_locked_by_tiers(report)
    with pytest.raises(NotComplete) as unsaid:
        name_missing(
            actor=place.officer(district), period=place.period, agency_code=second.code, reason_code=MissingReason.OTHER
        )
    assert unsaid.value.code == "no_words"
    with pytest.raises(NotAllowed):
        name_missing(
            actor=place.officer(second),
            period=place.period,
            agency_code=second.code,
            reason_code=MissingReason.DISASTER,
        )
    name_missing(
        actor=place.officer(district),
        period=place.period,
        agency_code=second.code,
        reason_code=MissingReason.DISASTER,
        words="Sạt lở đường, mất kết nối",
    )
    assert place.accept(report).state == "accepted"
    assert AuditRow.objects.filter(act="name_missing").count() == 1
    assert [child.is_settled for child in children_of(place.period, district.pk)] == [True, True]
    with pytest.raises(ReportLocked):
        name_missing(actor=place.officer(district), period=place.period, agency_code=second.code, reason_code="")
    assert NamedMissing.objects.count() == 1


def test_a_reason_is_taken_back_and_not_given_for_what_is_accepted(place: Tiered) -> None:
    district, (first, second) = place.districts[0], place.communes[0]
    officer = place.officer(district)
    given = {"actor": officer, "period": place.period, "agency_code": second.code}
    name_missing(**given, reason_code=MissingReason.NOT_SENT)
    assert name_missing(**given, reason_code="") is None
    assert not NamedMissing.objects.exists()
    place.accept(place.send(first))
    with pytest.raises(NotComplete):
        name_missing(actor=officer, period=place.period, agency_code=first.code, reason_code=MissingReason.NOT_SENT)
    with pytest.raises(NotComplete):
        name_missing(
            actor=place.reviewer,
            period=place.period,
            agency_code=place.department.code,
            reason_code=MissingReason.NOT_SENT,
        )


def _accepted_tree(place: Tiered) -> tuple[Report, Report]:
    first, second = place.communes[0]
    low = place.accept(place.send(first))
    place.accept(place.send(second))
    return low, place.accept(place.send(place.districts[0]))


def test_what_is_accepted_above_is_reopened_below_only_under_an_amendment_that_goes_up(place: Tiered) -> None:
    low, high = _accepted_tree(place)
    first, district = place.communes[0][0], place.districts[0]
    with pytest.raises(ReportLocked, match="huyện Mẫu 1") as caught:
        start_amendment(actor=place.officer(first), report_id=low.pk, reason="Kiểm tra lại số liệu")
    assert caught.value.code == "taken_above"
    assert "lập bản sửa đổi trước" in why_locked_by_tiers(low)
    low.refresh_from_db()
    assert low.state == "accepted"

    start_amendment(actor=place.officer(district), report_id=high.pk, reason="Xã đính chính số liệu")
    assert why_locked_by_tiers(low) == ""
    low = start_amendment(actor=place.officer(first), report_id=low.pk, reason="Kiểm tra lại số liệu")
    assert low.amending_since == clock.now()
    with pytest.raises(NotComplete):  # the one above is not simply shut over the one that was opened under it
        drop_amendment(actor=place.officer(district), report_id=high.pk)
    place.write(district, "Số liệu mới của huyện.")
    submit_report(actor=place.officer(district), report_id=high.pk)
    with pytest.raises(NotComplete, match=r"xã Mẫu 1\.1"):
        accept_report(actor=place.reviewer, report_id=high.pk)
    place.write(first, "Số liệu mới của xã.")
    submit_report(actor=place.officer(first), report_id=low.pk)
    accept_report(actor=place.officer(district), report_id=low.pk)
    assert accept_report(actor=place.reviewer, report_id=high.pk).accepted_version == 2


def test_several_at_once_are_accepted_all_or_none_by_who_receives_each(place: Tiered) -> None:
    low = [place.send(commune) for commune in place.communes[0]]
    top = place.send(place.department)
    with pytest.raises(NotAllowed):
        accept_reports(actor=place.reviewer, period=place.period, report_ids=[low[0].pk, top.pk])
    assert not Report.objects.filter(state="accepted").exists()
    district = place.officer(place.districts[0])
    assert len(accept_reports(actor=district, period=place.period, report_ids=[row.pk for row in low])) == 2


def test_a_district_that_owes_nothing_any_more_leaves_its_communes_to_the_lead(place: Tiered) -> None:
    first = place.communes[0][0]
    report = place.send(first)
    ExpectedReport.objects.filter(agency=place.districts[0]).update(
        exempted_at=clock.now(), exempt_reason="Kết thúc hoạt động."
    )
    assert list(reports_to_review(place.reviewer)) == [report]
    with pytest.raises(NotAllowed):
        return_report(
            actor=place.officer(place.districts[0]), report_id=report.pk, reason="Thiếu", resubmit_by=clock.today()
        )
    assert accept_report(actor=place.reviewer, report_id=report.pk).state == "accepted"


def test_the_program_itself_receives_everywhere(place: Tiered) -> None:
    assert accept_report(actor=SYSTEM, report_id=place.send(place.communes[1][1]).pk).state == "accepted"
