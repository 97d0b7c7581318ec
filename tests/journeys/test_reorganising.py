"""The reorganisations of 2025 as acts on Kon Tum's running half-year: preview, report duties, undo, entering ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Reorganisation
from mangnon.audit.models import AuditRow
from mangnon.audit.public import verify_chain
from mangnon.kernel import clock
from mangnon.plans.models import Assignment
from mangnon.plans.public import accept_assignment, record_progress
from mangnon.reorganisation.public import CannotUndo, undo_reorganisation, why_not_undone
from mangnon.reporting.public import board, open_period, reports
from tests.journeys import kon_tum
from tests.journeys.kon_tum import JULY, JULY_DAY, JULY_ENTERED, MARCH, MARCH_ENTERED, KonTum, apply, apply_both, leads

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[KonTum]:
    """The plan is read from its scan once; each test works in a transaction of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield kon_tum.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: KonTum, db: None) -> KonTum:
    """Kon Tum on 26 May 2025, before anything was entered."""
    return built


def test_the_half_year_keeps_the_old_names_and_the_year_takes_the_new(world: KonTum) -> None:
    before = {row.agency.code for row in board(SYSTEM, world.period).rows}
    march = apply(MARCH, MARCH_ENTERED)
    assert any("Sở Lao động - Thương binh và Xã hội" in line.sentence for line in march.reports)
    with clock.frozen(MARCH_ENTERED):
        may = {row.agency.code for row in board(SYSTEM, world.period).rows}
    assert before - may == {"62.SO_LDTBXH", "62.SO_KHDT", "62.SO_NNPTNT", "62.SO_GTVT", "62.SO_TNMT", "62.BAN_DT"}
    assert may - before == {"62.SO_NNMT", "62.SO_DTTG"}
    assert "62.SO_TTTT" in may, "it had sent its report: that stays, under its own name"
    carried = reports(SYSTEM).get(period=world.period, agency__code="62.SO_YT")
    assert carried.entries.filter(task__code="I.1").exists(), "the draft of the labour department went with its tasks"
    apply(JULY, JULY_ENTERED)
    with clock.frozen(JULY_ENTERED):
        assert {row.agency.code for row in board(SYSTEM, world.period).rows} == may
        regime = world.plan.regimes.get(frequency="annual")
        with clock.frozen(clock.at(dt.date(2025, 11, 10), 9)):
            year = open_period(actor=SYSTEM, regime=regime, code="2025")
        rows = board(SYSTEM, year).rows
    codes = {row.agency.code for row in rows}
    assert all(code.startswith("51.") for code in codes - {"62.CUC_THUE"})
    assert sum(row.led for row in rows) == 25


def test_a_preview_is_exact_and_leaves_nothing(world: KonTum) -> None:
    before, rows = kon_tum.everything(), AuditRow.objects.count()
    previewed = apply(MARCH, MARCH_ENTERED, dry_run=True)
    assert kon_tum.everything() == before
    assert AuditRow.objects.count() == rows
    assert not Reorganisation.objects.exists()
    done = apply(MARCH, MARCH_ENTERED)
    assert done.digest == previewed.digest
    assert previewed.reorganisation_id is None
    assert kon_tum.everything() != before
    july = apply(JULY, JULY_ENTERED, dry_run=True)
    assert apply(JULY, JULY_ENTERED).digest == july.digest


def test_undoing_restores_every_row_and_the_evidence_tells_of_it(world: KonTum) -> None:
    before = kon_tum.everything()
    march, july = apply_both()
    with clock.frozen(JULY_ENTERED):
        assert why_not_undone(Reorganisation.objects.get(pk=march.reorganisation_id))
        with pytest.raises(CannotUndo) as refused:
            undo_reorganisation(actor=SYSTEM, reorganisation_id=march.reorganisation_id or 0, reason="Thử")
        assert "dựa vào đợt này" in refused.value.message
        for outcome in (july, march):
            undo_reorganisation(actor=SYSTEM, reorganisation_id=outcome.reorganisation_id or 0, reason="Nhập nhầm ngày")
    assert kon_tum.everything() == before
    assert verify_chain().intact
    told = AuditRow.objects.filter(act="undo_reorganisation").order_by("pk")
    assert [row.reason for row in told] == ["Nhập nhầm ngày"] * 2
    again, _ = apply_both()
    assert again.digest == march.digest


def test_once_somebody_worked_on_it_undoing_is_refused_with_the_reasons(world: KonTum) -> None:
    _, july = apply_both()
    row = Assignment.objects.on(JULY_DAY).standing().get(task__plan=world.plan, task__code="I.1", role="lead")
    with clock.frozen(JULY_ENTERED):
        actor = world.actor("daumoi", JULY_DAY)
        if row.execution == "not_received":
            accept_assignment(actor=actor, assignment_id=row.pk)
        record_progress(actor=actor, assignment_id=row.pk, progress=60, text="Đã họp triển khai mẫu.")
        before = kon_tum.everything()
        found = Reorganisation.objects.get(pk=july.reorganisation_id)
        reasons = why_not_undone(found)
        assert reasons == ["Có 1 phân công đã được cơ quan nhận cập nhật sau khi chuyển."]
        with pytest.raises(CannotUndo) as refused:
            undo_reorganisation(actor=SYSTEM, reorganisation_id=found.pk, reason="Thử")
        assert refused.value.reasons == reasons
    assert kon_tum.everything() == before


def test_events_can_be_entered_before_their_day(world: KonTum) -> None:
    apply(MARCH, MARCH_ENTERED)
    june = dt.date(2025, 6, 30)
    apply(JULY, clock.at(dt.date(2025, 6, 20), 9))
    assert {agency.code[:2] for agency in leads(world.plan, june).values()} == {"62"}
    assert {agency.code[:2] for agency in leads(world.plan, JULY_DAY).values()} == {"51"}
    assert world.actor("daumoi", june).agency_code == "62.SO_YT"
    assert world.actor("daumoi", JULY_DAY).agency_code == "51.SO_YT"
    client = Client()
    client.force_login(world.users["daumoi"])
    with clock.frozen(clock.at(june, 9)):
        assert client.get(reverse("plan", args=[world.plan.code])).status_code == 200
        row = Assignment.objects.on(june).standing().get(task__plan=world.plan, task__code="I.1", role="lead")
        record_progress(actor=world.actor("daumoi", june), assignment_id=row.pk, progress=70, text="Việc mẫu tháng 6.")
    moved = Assignment.objects.on(JULY_DAY).standing().get(task__plan=world.plan, task__code="I.1", role="lead")
    assert moved.progress == 70
