"""Nobody of one province reads, corrects or adopts what another province has received."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mangnon.accounts.public import SYSTEM
from mangnon.documents.models import Correction, SourceFile
from mangnon.documents.public import confirm_item, correct_field, readings, receive_and_read, receive_document
from mangnon.documents.services import apply_correction_elsewhere
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import Plan
from mangnon.plans.public import adopt_reading, plans
from mangnon.territory.models import Unit
from tests.documents.test_bad_input import DIRECTIVE
from tests.journeys.provinces import OTHER_PROVINCE, World, world
from tests.plans import made

# The reader knows the names of real provinces only.
OF_A_REAL_PROVINCE = DIRECTIVE.replace("TỈNH MẪU", "TỈNH LÀO CAI").replace("Mẫu, ngày", "Lào Cai, ngày")


@pytest.fixture
def scene(db: None) -> World:
    return world()


def test_a_paper_is_listed_in_its_own_province_alone(scene: World) -> None:
    own = scene.client("lead").get(reverse("documents")).content.decode()
    other = scene.client("other_lead").get(reverse("documents")).content.decode()
    assert "99/KH-UBND" in own
    assert "99/KH-UBND" not in other
    assert "99/KH-UBND" not in scene.client("other_lead").get(reverse("desk")).content.decode()


def test_services_refuse_another_provinces_reading(scene: World) -> None:
    other, pk = scene.actor("other_lead"), scene.in_review.pk
    with pytest.raises(NotAllowed):
        correct_field(actor=other, reading_id=pk, version=1, path="number", value="1/KH-UBND")
    with pytest.raises(NotAllowed):
        confirm_item(actor=other, reading_id=pk, version=1, item="header")
    with pytest.raises(NotAllowed):
        apply_correction_elsewhere(actor=other, reading_id=pk, version=1, correction_id=1)
    with pytest.raises(NotAllowed):
        adopt_reading(actor=other, reading_id=pk, version=1, plan_code="KHAC")
    scene.in_review.refresh_from_db()
    assert scene.in_review.version == 1
    assert not Correction.objects.exists()


def test_the_same_paper_sent_by_two_provinces_is_a_reading_of_each(scene: World) -> None:
    first = receive_and_read(actor=scene.actor("lead"), name="cua-tinh-mau.txt", content=DIRECTIVE.encode())
    second = receive_and_read(actor=scene.actor("other_lead"), name="cua-tinh-khac.txt", content=DIRECTIVE.encode())
    assert first.pk != second.pk
    assert second.source.territory_code == OTHER_PROVINCE
    again = receive_document(actor=scene.actor("other_lead"), name="lan-hai.txt", content=DIRECTIVE.encode())
    assert again.reading is not None
    assert (again.is_new, again.reading.pk) == (False, second.pk)
    assert SourceFile.objects.filter(sha256=first.source.sha256).count() == 2


def test_a_paper_of_one_province_cannot_become_a_plan_by_another(scene: World) -> None:
    other = scene.actor("other_lead")
    row = made.reading()
    SourceFile.objects.filter(pk=row.source_id).update(territory_code=OTHER_PROVINCE)
    with pytest.raises(CannotAdopt) as refused:
        adopt_reading(actor=other, reading_id=row.pk, version=row.version, plan_code="KHAC")
    assert refused.value.code == "other_province"
    page = scene.client("other_lead").get(reverse("adopt_reading", args=[row.pk])).content.decode()
    assert "chỉ tỉnh đó duyệt được" in page
    assert Plan.objects.count() == 1


def test_a_command_receives_for_the_province_that_the_paper_names(scene: World) -> None:
    Unit.objects.create(code="92", name="Tỉnh Lào Cai", level="province", kind="Tỉnh")
    row = receive_and_read(actor=SYSTEM, name="lenh.txt", content=OF_A_REAL_PROVINCE.encode())
    assert row.source.territory_code == "92"
    assert not readings(scene.actor("lead")).filter(pk=row.pk).exists()
    assert readings(SYSTEM).filter(pk=row.pk).exists()


def test_a_paper_of_no_province_is_for_all(scene: World) -> None:
    row = made.reading()
    assert readings(scene.actor("lead")).filter(pk=row.pk).exists()
    assert readings(scene.actor("other_lead")).filter(pk=row.pk).exists()


def test_plans_of_another_province_are_not_there(scene: World) -> None:
    assert not plans(scene.actor("other_leader")).exists()
    for name in ("plans", "reports", "desk"):
        assert scene.plan.code not in scene.client("other_leader").get(reverse(name)).content.decode()
