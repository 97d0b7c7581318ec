"""Sign-in through another provider: a provider on this machine, honest and not."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.people.models import OutsideIdentity
from tests.people.signing import NOW, browser, person, signed_in, words_of
from tests.plans import made

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Vouches for whoever it is told to; `changes` spoils what it says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.changes: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.nonce = ""
        self.challenge = ""
        self.told_issuer = self.issuer

    def token(self) -> str:
        """The signed identity."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "mang-non",
            "sub": "chu-the-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "nguoi-hai@example.invalid",
            **self.changes,
        }
        return jwt.encode({k: v for k, v in claims.items() if v is not None}, self.key, self.algorithm, {"kid": "k1"})


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def _say(self, told: dict[str, Any]) -> None:
        content = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        here = self.server.issuer
        if self.path.endswith("openid-configuration"):
            self._say(
                {
                    "issuer": self.server.told_issuer,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "jwks_uri": f"{here}/keys",
                }
            )
        else:
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._say({"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]})

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
        good = sent["code"] == ["ma-mot-lan"] and proof.decode() == self.server.challenge
        self._say({"id_token": self.server.token()} if good else {"error": "invalid_grant"})

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.OUTSIDE_SIGN_IN = {
        "issuer": server.issuer,
        "client_id": "mang-non",
        "client_secret": "bi-mat",
        "name": "Cổng định danh",
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _known() -> User:
    user = person()
    OutsideIdentity.objects.create(
        user=user, issuer=settings.OUTSIDE_SIGN_IN["issuer"], subject="chu-the-1", linked_at=NOW
    )
    User.objects.filter(pk=user.pk).update(last_login=None)
    return user


def _leave(client: Client, provider: Provider, following: str = "") -> dict[str, str]:
    answer = client.get(reverse("outside_sign_in"), {"next": following} if following else {})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    provider.nonce, provider.challenge = asked["nonce"], asked["code_challenge"]
    return asked


def _return(client: Client, asked: dict[str, str], **changes: str) -> Any:
    return client.get(reverse("outside_return"), {"code": "ma-mot-lan", "state": asked["state"], **changes})


def test_a_linked_person_gets_in_and_is_led_on(provider: Provider) -> None:
    user, client = _known(), browser()
    asked = _leave(client, provider, "/tai-khoan/")
    assert asked["redirect_uri"] == "http://testserver/dang-nhap/ngoai/ve/"
    assert asked["code_challenge_method"] == "S256"
    before = client.cookies["sessionid"].value
    answer = _return(client, asked)
    assert answer["Location"] == "/tai-khoan/"
    assert client.cookies["sessionid"].value != before
    assert client.get("/tai-khoan/").status_code == 200
    row = AuditRow.objects.get(act="sign_in")
    assert (row.object_id, row.details) == (str(user.pk), {"how": "outside"})
    assert words_of(browser().get(reverse("sign_in"))).count("Đăng nhập bằng Cổng định danh") == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["mang-non", "another"]},
        {"exp": 1},
        {"exp": None},
        {"nonce": "other"},
        {"nonce": None},
        {"sub": None},
    ],
)
def test_an_identity_that_does_not_hold_is_refused(provider: Provider, changes: dict[str, Any]) -> None:
    _known()
    provider.changes = changes
    client = browser()
    answer = _return(client, _leave(client, provider))
    assert answer["Location"] == reverse("sign_in")
    assert "Chưa đăng nhập được qua Cổng định danh" in words_of(client.get(reverse("sign_in")))  # type: ignore[arg-type]
    assert client.get("/tai-khoan/").status_code == 302


def test_another_key_or_no_signature_is_refused(provider: Provider) -> None:
    _known()
    for key, algorithm in ((OTHER_KEY, "RS256"), ("x" * 40, "HS256"), ("", "none")):
        provider.key, provider.algorithm = key, algorithm
        client = browser()
        _return(client, _leave(client, provider))
        assert client.get("/tai-khoan/").status_code == 302, algorithm


def test_a_wrong_or_used_state_is_refused(provider: Provider) -> None:
    _known()
    client = browser()
    asked = _leave(client, provider)
    _return(client, asked, state="of-somebody-else")
    assert client.get("/tai-khoan/").status_code == 302
    _return(client, asked)
    assert client.get("/tai-khoan/").status_code == 302, "kept for one return"
    assert _return(browser(), asked)["Location"] == reverse("sign_in"), "another browser"


def test_nobody_is_found_by_mail_and_no_account_is_made(provider: Provider) -> None:
    other = person("nguoi-hai")
    User.objects.filter(pk=other.pk).update(email="nguoi-hai@example.invalid")
    client = browser()
    _return(client, _leave(client, provider))
    assert "chưa được liên kết" in words_of(client.get(reverse("sign_in")))  # type: ignore[arg-type]
    assert User.objects.count() == 1
    assert AuditRow.objects.get().details == {"why": "outside_unknown"}


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    User.objects.filter(pk=_known().pk).update(is_active=False)
    client = browser()
    _return(client, _leave(client, provider))
    assert "đã ngừng hoạt động" in words_of(client.get(reverse("sign_in")))  # type: ignore[arg-type]


def test_the_role_still_asks_for_its_second_factor(provider: Provider, settings: Any) -> None:
    settings.SECOND_FACTOR = "luôn luôn"
    _known()
    client = browser()
    _return(client, _leave(client, provider))
    assert client.get("/tai-khoan/")["Location"].startswith(reverse("second_factor"))


def test_a_provider_under_another_name_or_in_the_clear_is_not_asked(provider: Provider, settings: Any) -> None:
    provider.told_issuer = "https://evil.example"
    assert browser().get(reverse("outside_sign_in"))["Location"] == reverse("sign_in")
    settings.OUTSIDE_SIGN_IN = {**settings.OUTSIDE_SIGN_IN, "issuer": "http://sso.example"}
    assert browser().get(reverse("outside_sign_in"))["Location"] == reverse("sign_in")


def test_switched_off_it_is_not_there() -> None:
    assert browser().get(reverse("outside_sign_in")).status_code == 404
    assert browser().get(reverse("outside_return")).status_code == 404
    assert "Đăng nhập bằng" not in words_of(browser().get(reverse("sign_in")))  # type: ignore[arg-type]


def test_an_administrator_links_a_subject_and_takes_the_link_away(provider: Provider) -> None:
    made.province()
    boss, user = person(role=Role.ADMINISTRATOR, body="VP_UBND"), person(role=Role.DEPARTMENT_OFFICER)
    client, address = signed_in(boss), reverse("person_sign_in", args=[user.pk])
    User.objects.filter(pk=boss.pk).update(last_login=clock.actual_now())
    for subject, count in (("chu-the-1", 1), ("chu-the-2", 1), ("a\x00b", 1), ("x" * 256, 1), ("", 0)):
        client.post(address, {"viec": "lien-ket", "ma-dinh-danh": subject})
        assert OutsideIdentity.objects.count() == count, subject
    other = person("nguoi-hai")
    OutsideIdentity.objects.create(user=other, issuer=provider.issuer, subject="chu-the-3", linked_at=NOW)
    client.post(address, {"viec": "lien-ket", "ma-dinh-danh": "chu-the-3"})
    assert OutsideIdentity.objects.get().user_id == other.pk
    acts = AuditRow.objects.filter(object_id=str(user.pk), act__endswith="_identity").order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["link_identity", "link_identity", "unlink_identity"]
