"""Doors of the leader's page."""

from __future__ import annotations

from tests.journeys.doors import IN_PLANS, Door

# It shows only what the viewer's own province has: people of another one see their own.
GETS: dict[str, Door] = {"leader_page": Door(IN_PLANS, elsewhere=0)}
POSTS_OF_FORMS: dict[str, Door] = {}
