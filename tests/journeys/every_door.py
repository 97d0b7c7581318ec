"""Every address × everybody: the doors of all rooms together; an address stands in one room."""

from __future__ import annotations

import importlib
import pkgutil

from tests.journeys import rooms
from tests.journeys.doors import Door

GETS: dict[str, Door] = {}
POSTS_OF_FORMS: dict[str, Door] = {}


def _open_rooms() -> None:
    for room in pkgutil.iter_modules(rooms.__path__):
        module = importlib.import_module(f"{rooms.__name__}.{room.name}")
        for doors, added in ((GETS, module.GETS), (POSTS_OF_FORMS, module.POSTS_OF_FORMS)):
            if twice := doors.keys() & added.keys():
                raise ValueError(f"room {room.name}: another room has {sorted(twice)}")
            doors.update(added)


_open_rooms()
