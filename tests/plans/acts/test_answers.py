"""Whatever became of a request, it is known when."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.models import AssignmentReturn, Extension
from mangnon.plans.public import ask_extension, ask_return, recall_assignment
from tests.plans.acts.rows import JUNE, WHY, accepted, row_of

pytestmark = pytest.mark.django_db


def test_a_request_that_was_closed_has_an_instant_and_somebody(lead: Actor, officer: Actor) -> None:
    row = row_of("I.2", "SO_TP")
    asked = ask_return(actor=officer, assignment_id=row.pk, reason=WHY)
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_at, asked.decided_by_id) == ("closed", clock.now(), lead.user_id)


@pytest.mark.parametrize("state", ["closed", "accepted", "refused"])
def test_no_return_is_answered_without_an_instant(officer: Actor, state: str) -> None:
    asked = ask_return(actor=officer, assignment_id=row_of("I.2", "SO_TP").pk, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentReturn.objects.filter(pk=asked.pk).update(state=state, answer=WHY, decided_at=None)


@pytest.mark.parametrize("state", ["closed", "refused"])
def test_no_extension_is_answered_without_an_instant(officer: Actor, state: str) -> None:
    row = accepted(officer)
    asked = ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(state=state, answer=WHY, decided_at=None)


def test_a_site_of_before_is_given_the_instant_of_the_request(officer: Actor) -> None:
    """What is answered keeps its instant; what waits gets none."""
    asked = ask_extension(actor=officer, assignment_id=accepted(officer).pk, wanted_on=JUNE, reason=WHY)
    importlib.import_module("mangnon.plans.migrations.0013_answers_have_instants")._fill(apps, None)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_at) == ("asked", None)
    Extension.objects.filter(pk=asked.pk).update(state="closed", decided_at=clock.now())
    importlib.import_module("mangnon.plans.migrations.0013_answers_have_instants")._fill(apps, None)
    asked.refresh_from_db()
    assert asked.decided_at == clock.now()
