"""The title of a task as the paper prints it: an officer's words, the plan's kept beside them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.documents.official import Heading
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.models import Task
from mangnon.reporting.consolidation.concerns import concerns_of
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.consolidation.titling import edit_title
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Consolidation, PaperTitle
from tests.reporting.factories import Scene, scene, user_at

pytestmark = pytest.mark.django_db
BROKEN = "[không đọc được] phòng bệnh cho trẻ em"


@pytest.fixture
def plan() -> Scene:
    found = scene(tasks=2)
    Task.objects.filter(pk=found.tasks[0].pk).update(text=BROKEN)
    for place in (found.lead, found.health, found.schools, found.district):
        found.accepted(place, {task: {"results": f"{place.name} đã làm."} for task in found.tasks})
    return found


def _made(plan: Scene) -> Consolidation:
    return consolidate(actor=plan.reviewer, period=plan.period)


def _headings(made: Consolidation) -> list[str]:
    return [each.text for each in build_official_report(made).body if isinstance(each, Heading) and each.level == 3]


def test_an_officers_words_are_printed_and_the_plans_kept(plan: Scene) -> None:
    made, task = _made(plan), plan.tasks[0]
    assert len(concerns_of(made)) == 1
    with pytest.raises(NotAllowed):
        edit_title(actor=plan.writer(plan.health), consolidation_id=made.pk, text="Tiêm", revision=0, task_id=task.pk)
    edit = {"actor": plan.reviewer, "consolidation_id": made.pk, "task_id": task.pk}
    edit_title(**edit, text="Tiêm phòng bệnh cho trẻ em", revision=0)
    assert _headings(made)[0] == "a) Tiêm phòng bệnh cho trẻ em (nhiệm vụ I.1)"
    assert concerns_of(made) == []
    assert Task.objects.get(pk=task.pk).text == BROKEN
    [told] = provenance(made)["titles"]
    assert (told["text"], told["in_plan"]) == ("Tiêm phòng bệnh cho trẻ em", BROKEN)
    row = AuditRow.objects.filter(act="edit_paper_title").latest("pk")
    assert (row.details["before"], row.details["after"]) == (BROKEN, "Tiêm phòng bệnh cho trẻ em")
    with pytest.raises(Stale):
        edit_title(**edit, text="Khác", revision=0)
    with pytest.raises(NotComplete):
        edit_title(**edit, text="x" * 1001, revision=1)
    assert edit_title(**edit, text="", revision=1) is None
    assert BROKEN in _headings(made)[0]


def test_the_words_go_on_until_the_plan_says_something_else(plan: Scene) -> None:
    made, task = _made(plan), plan.tasks[0]
    edit_title(actor=plan.reviewer, consolidation_id=made.pk, text="Nhóm mới", revision=0, group_id=plan.group.pk)
    edit_title(actor=plan.reviewer, consolidation_id=made.pk, text="Tiêm phòng", revision=0, task_id=task.pk)
    again = _made(plan)
    assert _headings(again)[0] == "a) Tiêm phòng (nhiệm vụ I.1)"
    assert PaperTitle.objects.filter(consolidation=again).count() == 2
    Task.objects.filter(pk=task.pk).update(text="Tiêm vắc xin")
    assert _headings(_made(plan))[0] == "a) Tiêm vắc xin (nhiệm vụ I.1)"
    with pytest.raises(Stale):
        edit_title(actor=plan.reviewer, consolidation_id=made.pk, text="Khác", revision=1, task_id=task.pk)


def test_the_page_edits_and_gives_back_what_was_typed(plan: Scene, client: Client) -> None:
    _made(plan)
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place, key = [plan.regime.code, plan.period.code], f"nv-{plan.tasks[0].pk}"
    page, address = reverse("consolidation", args=place), reverse("consolidation_title", args=place)
    assert 'name="cua"' in client.get(f"{page}?ten={key}").content.decode()
    typed = {"cua": key, "text": "Tiêm phòng", "version": "0"}
    assert client.post(address, typed).status_code == 302
    assert "Trong kế hoạch: «[không đọc được]" in client.get(page).content.decode()
    refused = client.post(address, {**typed, "text": "Lời của người khác"})
    assert refused.status_code == 409
    assert "Lời của người khác" in refused.content.decode()
    assert client.post(address, {**typed, "cua": "nv-0"}).status_code == 404
    assert client.post(address, {"cua": key, "version": "1", "nguyen-van": "1"}).status_code == 302
    assert not PaperTitle.objects.exists()
