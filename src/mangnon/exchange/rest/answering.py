"""How a route tells which answers it gives, so that the description of the interface has them all."""

from __future__ import annotations

from typing import Any, Final

from mangnon.exchange.rest.shapes import ProblemOut

_ALWAYS: Final = (400, 401, 403, 404, 405, 422, 429, 500)
_OF_ACTS: Final = (409, 412, 413, 415, 428)


def reads(shape: Any) -> dict[int, Any]:
    """The answers of a route that reads."""
    return {200: shape, **dict.fromkeys(_ALWAYS, ProblemOut)}


def acts(shape: Any, status: int = 200, *, stores: bool = False) -> dict[int, Any]:
    """The answers of a route that acts; one that `stores` a file may find no room."""
    return {status: shape, **dict.fromkeys((*_ALWAYS, *_OF_ACTS, *((507,) if stores else ())), ProblemOut)}
