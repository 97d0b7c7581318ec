"""Two people remove one link at the same moment: the first keeps the reason, on both databases."""

from __future__ import annotations

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.kernel import clock
from mangnon.recommendations.models import Recommendation, RecommendationLink
from mangnon.recommendations.public import set_up_recommendations
from mangnon.recommendations.services import remove_link
from tests.agencies.test_at_once import while_uncommitted
from tests.plans import made

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_keeps_its_reason() -> None:
    made.province()
    plan = made.adopted()
    set_up_recommendations(actor=SYSTEM)
    paragraph = Recommendation.objects.get(number=30)
    link = RecommendationLink.objects.create(recommendation=paragraph, plan=plan, made_at=clock.now())

    def remove(reason: str) -> None:
        remove_link(actor=SYSTEM, link_id=link.pk, reason=reason)

    outcomes = while_uncommitted(lambda: remove("Lý do thứ nhất"), lambda: remove("Lý do thứ hai"))
    assert outcomes == ("done", "no_link")
    link.refresh_from_db()
    assert link.removed_reason == "Lý do thứ nhất"
