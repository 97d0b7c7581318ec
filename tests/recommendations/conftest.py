"""A registry to work on: the shipped document, a made-up plan."""

from __future__ import annotations

import pytest
from django.test import Client

from mangnon.accounts.public import SYSTEM, Role
from mangnon.plans.models import Plan
from mangnon.recommendations.models import CommitteeDocument, Recommendation
from mangnon.recommendations.public import set_up_recommendations
from tests.plans import made

CODE = "CRC-C-VNM-CO-5-6"


@pytest.fixture
def document(db: None) -> CommitteeDocument:
    """The document that the product knows, with its two paragraphs."""
    set_up_recommendations(actor=SYSTEM)
    return CommitteeDocument.objects.get(code=CODE)


@pytest.fixture
def thirty(document: CommitteeDocument) -> Recommendation:
    """Paragraph 30."""
    return document.recommendations.get(number=30)


@pytest.fixture
def plan(db: None) -> Plan:
    """Three tasks; the one of Sở Tư pháp fell due on 19/05/2025."""
    made.province()
    return made.adopted()


@pytest.fixture
def lead_client(plan: Plan) -> Client:
    """Signed in as the lead officer of the province."""
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


@pytest.fixture
def officer_client(plan: Plan) -> Client:
    """Signed in as an officer who may read plans and not adopt them."""
    client = Client()
    client.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    return client
