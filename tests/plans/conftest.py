"""A plan to work on."""

from __future__ import annotations

import pytest
from django.test import Client

from mangnon.accounts.public import Role
from mangnon.plans.models import Plan
from tests.plans import made


@pytest.fixture
def plan(db: None) -> Plan:
    """Three tasks; Sở Y tế leads two and the plan itself, Sở Tư pháp leads the one that fell due yesterday."""
    made.province()
    return made.adopted()


@pytest.fixture
def lead_client(plan: Plan) -> Client:
    """Signed in as the lead officer of the plan's lead agency."""
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


@pytest.fixture
def officer_client(plan: Plan) -> Client:
    """Signed in as an officer of Sở Tư pháp."""
    client = Client()
    client.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    return client
