"""Doors of single apps (see `tests.journeys.doors`): each module has `GETS` and `POSTS_OF_FORMS`."""
