"""What tests of sign-in share: people, browsers that say who they are, a clock of the world that stands still."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from tests.plans import made

RIGHT, WRONG, NEXT = "Mat-Khau-Dung-1", "Khong-Phai-The-2", "Mat-Khau-Moi-3"
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def person(username: str = "nguoi-mot", role: Role | None = None, body: str = "SO_YT") -> User:
    """Somebody with the right password; in a post of the made province when a role is given."""
    user = made.user_at(body, role) if role is not None else User(username=username, full_name="Nguyễn Văn Mẫu")
    user.set_password(RIGHT)
    user.last_login = NOW - dt.timedelta(days=1)
    user.save()
    return user


def browser(agent: str = CHROME, address: str = "127.0.0.1", **extra: Any) -> Client:
    """A browser that nobody is signed in with."""
    return Client(headers={"user-agent": agent}, REMOTE_ADDR=address, **extra)


def enter(client: Client, user: User | str, password: str = RIGHT, following: str = "") -> HttpResponse:
    """Through the form."""
    name = user if isinstance(user, str) else user.username
    address = reverse("sign_in") + (f"?next={following}" if following else "")
    return client.post(address, {"username": name, "password": password})  # type: ignore[return-value]


def signed_in(user: User, **browser_is: Any) -> Client:
    """A browser in which a person has signed in through the form."""
    client = browser(**browser_is)
    answer = enter(client, user)
    assert answer.status_code == 302, answer.content.decode()
    return client


def words_of(answer: HttpResponse) -> str:
    """What the page says."""
    return answer.content.decode()
