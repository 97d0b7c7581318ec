"""Papers of a body that ended: who took it over brings them to their end, and makes no new ones in its name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.outgoing.public import (
    cancel_number,
    change_draft,
    drop_draft,
    issue_paper,
    number_paper,
    paper_by_id,
    record_hand_signature,
    withdraw_paper,
    write_files,
)
from tests.outgoing import made
from tests.reporting.reorganised import event

JULY = dt.date(2025, 7, 1)
IN_JULY = clock.at(dt.date(2025, 7, 3))


def _heir_in_july() -> Actor:
    """Sở Y tế goes into Sở Tư pháp on 1 July."""
    event("merge", JULY, (made.body("SO_YT"), made.body("SO_TP"), ""))
    with clock.frozen(IN_JULY):
        return made.actor_at("SO_TP")


def test_the_heir_ends_what_was_under_way(clerk: Actor) -> None:
    draft = made.draft(clerk)
    numbered = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    signed = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    signed_on = clock.today()
    heir = _heir_in_july()
    with clock.frozen(IN_JULY):
        client = made.client_of(heir)
        page = client.get(reverse("outgoing_paper", args=[draft.pk])).content.decode()
        assert reverse("drop_outgoing", args=[draft.pk]) in page
        assert reverse("number_outgoing", args=[draft.pk]) not in page
        assert client.get(reverse("cancel_outgoing", args=[numbered.pk])).status_code == 200
        assert drop_draft(actor=heir, paper_id=draft.pk, version=1, reason="Sáp nhập").state == "dropped"
        assert cancel_number(actor=heir, paper_id=numbered.pk, reason="Sáp nhập").state == "cancelled"
        record_hand_signature(actor=heir, paper_id=signed.pk, signed_on=signed_on)
        assert issue_paper(actor=heir, paper_id=signed.pk).state == "issued"
        assert withdraw_paper(actor=heir, paper_id=signed.pk, reason="Nhầm").state == "withdrawn"


def test_nobody_signs_for_a_body_after_its_last_day(clerk: Actor) -> None:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    heir = _heir_in_july()
    with clock.frozen(IN_JULY), pytest.raises(Refusal) as refused:
        record_hand_signature(actor=heir, paper_id=paper.pk)
    assert refused.value.code == "bad_day"
    assert "kết thúc ngày 30/06/2025" in refused.value.message


def test_nothing_new_is_made_in_the_name_of_a_body_that_ended(clerk: Actor) -> None:
    draft = made.draft(clerk)
    heir = _heir_in_july()
    with clock.frozen(IN_JULY):
        with pytest.raises(NotAllowed):
            number_paper(actor=heir, paper_id=draft.pk)
        with pytest.raises(NotAllowed):
            change_draft(actor=heir, paper_id=draft.pk, version=1, facts=made.facts())
        with pytest.raises(NotAllowed):
            write_files(actor=heir, paper_id=draft.pk)


def test_who_took_nothing_over_ends_nothing(clerk: Actor) -> None:
    draft = made.draft(clerk)
    _heir_in_july()
    with clock.frozen(IN_JULY):
        stranger = made.actor_at("SO_GDDT")
        with pytest.raises(NotAllowed):
            drop_draft(actor=stranger, paper_id=draft.pk, version=1, reason="Nhầm")


def test_who_took_one_function_over_does_not_speak_for_a_body_that_is_there(clerk: Actor) -> None:
    draft = made.draft(clerk)
    event("transfer", JULY, (made.body("SO_YT"), made.body("SO_TP"), "child_affairs"), ending=False)
    with clock.frozen(IN_JULY):
        other = made.actor_at("SO_TP")
        with pytest.raises(NotAllowed):
            drop_draft(actor=other, paper_id=draft.pk, version=1, reason="Nhầm")


def test_the_heir_reads_what_was_sent_to_the_body_it_took_over(clerk: Actor) -> None:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk, recipients=("Sở Tư pháp",)).pk)
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    issue_paper(actor=clerk, paper_id=paper.pk)
    event("merge", JULY, (made.body("SO_TP"), made.body("SO_GDDT"), ""))
    with clock.frozen(IN_JULY):
        assert paper_by_id(made.actor_at("SO_GDDT"), paper.pk) is not None
        assert paper_by_id(made.actor_at("SO_NV"), paper.pk) is None
