"""A program that asks: with a key, or by a person's signed-in session."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import issue_token
from tests.journeys.provinces import World


class Program:
    """Asks in a person's name; «stranger» has no key. Every answer is the test client's own."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.client = Client(raise_request_exception=False)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.key}"} if self.key else {}), **more}

    def get(self, address: str, **headers: str) -> Any:
        """GET; header names with «_» for «-»."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(address, headers=self._headers(named))

    def post(self, address: str, sent: Any = None, *, match: str = "", key: str = "", raw: bytes | None = None) -> Any:
        """POST of JSON; `match`: If-Match; `key`: Idempotency-Key."""
        more = {**({"If-Match": match} if match else {}), **({"Idempotency-Key": key} if key else {})}
        body = raw if raw is not None else json.dumps({} if sent is None else sent).encode()
        return self.client.post(address, body, content_type="application/json", headers=self._headers(more))

    def upload(self, address: str, content: bytes, *, name: str = "anh.png", key: str = "") -> Any:
        """POST of a form with one file."""
        data = {"file": SimpleUploadedFile(name, content), "description": "Ảnh mẫu"}
        return self.client.post(address, data, headers=self._headers({"Idempotency-Key": key} if key else {}))


def program(found: World, person: str, *, scope: TokenScope = TokenScope.WRITE) -> Program:
    """A program with a fresh key of a person; «stranger» has none."""
    if person == "stranger":
        return Program()
    _, key = issue_token(actor=found.actor(person), name="Chương trình mẫu", scope=scope, days=30)
    return Program(key)
