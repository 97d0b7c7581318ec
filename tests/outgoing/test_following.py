"""Papers that replace, correct or withdraw an issued one; how urgent a paper is; their pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.public import document_of, issue_paper, number_paper, record_hand_signature, write_files
from tests.outgoing import made


def _issued(clerk: Actor, **changes: object) -> OutgoingPaper:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk, **changes).pk)
    write_files(actor=clerk, paper_id=paper.pk)
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    return issue_paper(actor=clerk, paper_id=paper.pk)


def test_a_paper_that_withdraws_ends_the_other_when_it_is_issued(clerk: Actor) -> None:
    first = _issued(clerk)
    second = _issued(clerk, relation="withdraws", replaces_id=first.pk)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert second.full_symbol in first.end_reason


def test_one_that_cannot_withdraw_any_more_is_not_issued(clerk: Actor) -> None:
    first = _issued(clerk)
    draft = made.draft(clerk, relation="withdraws", replaces_id=first.pk)
    number_paper(actor=clerk, paper_id=draft.pk)
    record_hand_signature(actor=clerk, paper_id=draft.pk)
    _issued(clerk, relation="withdraws", replaces_id=first.pk)
    with pytest.raises(Refusal):
        issue_paper(actor=clerk, paper_id=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "signed", "nothing changed"


def test_replacing_and_correcting_leave_the_other_issued(clerk: Actor) -> None:
    first = _issued(clerk)
    for relation in ("replaces", "corrects"):
        _issued(clerk, relation=relation, replaces_id=first.pk)
    first.refresh_from_db()
    assert first.state == "issued"


@pytest.mark.parametrize("changes", [{"relation": "nonsense"}, {"replaces_id": 10**6}])
def test_a_relation_that_cannot_stand_is_refused(clerk: Actor, changes: dict[str, object]) -> None:
    first = _issued(clerk)
    with pytest.raises(Refusal):
        made.draft(clerk, **{"replaces_id": first.pk, "relation": "replaces", **changes})


def test_the_form_begins_with_what_the_decree_asks(clerk: Actor) -> None:
    first, client = _issued(clerk), made.client_of(clerk)
    page = client.get(reverse("outgoing_paper", args=[first.pk])).content.decode()
    assert "Lập văn bản đính chính" in page
    address = reverse("draft_outgoing")
    page = client.get(address, {"sau": first.pk, "cach": "corrects"}).content.decode()
    assert "đính chính Báo cáo số 01/BC-SYT" in page
    assert '<option value="cong-van" selected>' in page
    page = client.get(address, {"sau": first.pk, "cach": "replaces"}).content.decode()
    assert "Báo cáo này thay thế Báo cáo số 01/BC-SYT" in page
    sent = {
        "kind": "bao-cao",
        "symbol": "BC-SYT",
        "subject": "Kết quả đã sửa",
        "body": "Báo cáo này thay thế.\nĐã sửa./.",
        "capacity": "head",
        "urgency": "express",
        "relation": "replaces",
        "replaces": "",
    }
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Chọn cả quan hệ và văn bản" in answer.content.decode()
    answer = client.post(address, {**sent, "replaces": str(first.pk)})
    assert answer.status_code == 302
    second = OutgoingPaper.objects.order_by("-pk")[0]
    assert (second.replaces, second.relation) == (first, "replaces")
    document = document_of(second)
    assert document is not None
    assert document.urgency == "Hỏa tốc"
    number_paper(actor=clerk, paper_id=second.pk)
    page = client.get(reverse("outgoing_paper", args=[first.pk])).content.decode()
    assert "Đã có văn bản thay thế" in page
    assert "02/BC-SYT" in page
