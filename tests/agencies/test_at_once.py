"""Two people at the same moment: a reorganisation is being applied while another act meets the same bodies.

The two really run at once, in threads with their own connections: the second begins while the first has not committed.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency, Post, Reorganisation
from mangnon.agencies.public import appoint
from mangnon.audit.public import verify_chain
from mangnon.kernel.refusals import Refusal
from tests.agencies.test_applying import apply, apply_text
from tests.agencies.test_event_file import a_file, event
from tests.agencies.test_posts import body, person

pytestmark = pytest.mark.django_db(transaction=True)


def while_uncommitted(first: Callable[[], object], second: Callable[[], object]) -> tuple[str, str]:
    """Run `second` while what `first` wrote is not committed yet; «done» or the code of each refusal."""
    written, outcomes, faults = threading.Event(), ["", ""], []

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            act()
            outcomes[number] = "done"
        except Refusal as refusal:
            outcomes[number] = refusal.code
        except Exception as fault:  # told to the test below, in its own thread
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            written.set()
            connection.close()

    def held() -> None:
        with transaction.atomic():
            first()
            written.set()
            other.join(timeout=1.5)  # long enough for the other to stand at the lock

    def follow() -> None:
        written.wait(timeout=20)
        second()

    one = threading.Thread(target=run, args=(0, held))
    other = threading.Thread(target=run, args=(1, follow))
    for thread in (other, one):  # the one that waits first: the first may be done before a second is begun
        thread.start()
    for thread in (one, other):
        thread.join(timeout=30)
    assert not faults, faults
    assert verify_chain().intact
    return outcomes[0], outcomes[1]


def test_of_two_administrators_who_apply_one_file_the_second_is_told(kon_tum: None) -> None:
    assert while_uncommitted(lambda: apply("2025-03-01", "62"), lambda: apply("2025-03-01", "62")) == (
        "done",
        "already_applied",
    )
    assert Reorganisation.objects.count() == 1
    open_bodies = list(Agency.objects.filter(valid_to__isnull=True).values_list("territory", "catalogue_code"))
    assert len(open_bodies) == len(set(open_bodies))


def test_who_waited_meets_the_bodies_that_the_other_has_made(kon_tum: None) -> None:
    text = a_file(event(effective_on="2025-04-01", sources=["SO_TP"], targets=[{"body": "SO_NNMT"}]))
    assert while_uncommitted(lambda: apply("2025-03-01", "62"), lambda: apply_text(text, "62")) == ("done", "done")
    assert Agency.objects.filter(catalogue_code="SO_NNMT").count() == 1
    assert body("62.SO_TP").handed_on.get().target == body("62.SO_NNMT")


def test_nobody_gets_a_post_at_a_body_that_is_just_ending(kon_tum: None) -> None:
    user, labour = person("mot"), body("62.SO_LDTBXH")
    assert while_uncommitted(
        lambda: apply("2025-03-01", "62"),
        lambda: appoint(
            actor=SYSTEM, user=user, agency=labour, role=Role.DEPARTMENT_OFFICER, valid_from=dt.date(2025, 2, 1)
        ),
    ) == ("done", "agency_not_in_force")
    assert not Post.objects.exists()
