"""What the description says beyond the routes: how one gets in, keys against doing twice, versions, problems."""

from __future__ import annotations

from typing import Any, Final

from mangnon.exchange.rest.acting import NEEDS_VERSION

_KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of your own (1–200 visible ASCII signs): the same request under the same key is done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
_VERSION: Final[dict[str, Any]] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the record you act on, or «*» for whichever version it has.",
    "schema": {"type": "string"},
}
_KNOWN: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an answer you have: if it is still the same, 304 without a body.",
    "schema": {"type": "string"},
}
_ABOUT: Final = (
    "The same services, rights and records as the pages. Everything of another province is 404. Refusals are "
    "problem+json with a stable code. The guide: docs/api.md."
)


def described(schema: Any) -> dict[str, Any]:
    """The schema of the routes with what the door in front of them asks for and answers."""
    told: dict[str, Any] = dict(schema)
    told["info"] = {**told["info"], "description": _ABOUT, "license": {"name": "MIT"}}
    told["components"] = {
        **told.get("components", {}),
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "description": "Mã truy cập"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        },
    }
    told["security"] = [{"key": []}, {"session": []}]
    for address, methods in told["paths"].items():
        for method, operation in methods.items():
            _describe(address, method, operation)
    return told


def _describe(address: str, method: str, operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    answers = operation["responses"]
    if method == "get":
        parameters.append(_KNOWN)
        answers["304"] = {"description": "Not Modified"}
    else:
        parameters.append(_KEY)
        if operation.pop(NEEDS_VERSION, False):
            parameters.append(_VERSION)
    for answer in answers.values():
        shapes = [each["schema"] for each in answer.get("content", {}).values()]
        if any(shape.get("format") == "binary" for shape in shapes):  # a file; which kind it says itself
            answer["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    for status, answer in answers.items():
        if int(status) >= 400 and "content" in answer:
            answer["content"] = {"application/problem+json": next(iter(answer["content"].values()))}
