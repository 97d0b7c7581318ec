"""The second factor: enrolment, replay, guessing, recovery codes, who needs one; and passwords due to be changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role, role_definitions
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.people.brakes import unlock
from mangnon.people.evidence import stranger
from mangnon.people.models import RecoveryCode, SecondFactor
from mangnon.people.site_secret import LostSecret, decrypted, encrypted
from tests.people.signing import NEXT, NOW, RIGHT, WRONG, browser, enter, person, signed_in, words_of
from tests.plans import made

pytestmark = pytest.mark.django_db
PAGE = "/tai-khoan/"


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with clock.actual_frozen(NOW):
        yield


def _key(client: Client) -> str:
    """The key as a person types it into the device."""
    page = words_of(client.get(reverse("enrol_factor")))  # type: ignore[arg-type]
    found = re.search(r'class="qr-key">([A-Z2-7 ]+)<', page)
    assert found, page
    return found.group(1).replace(" ", "")


def _code(key: str, at: dt.datetime = NOW) -> str:
    return pyotp.TOTP(key).at(at)


def _enrol(client: Client) -> tuple[str, list[str]]:
    key = _key(client)
    page = words_of(client.post(reverse("enrol_factor"), {"code": _code(key)}))  # type: ignore[arg-type]
    return key, re.findall(r"<code>([A-Z2-9-]{14})</code>", page)


def _half_a_minute(times: int = 1) -> dt.datetime:
    return NOW + dt.timedelta(seconds=30 * times)


def test_a_device_is_enrolled_and_asked_for_ever_after() -> None:
    user = person()
    client = signed_in(user)
    page = words_of(client.get(reverse("enrol_factor")))  # type: ignore[arg-type]
    assert "<svg" in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    key, codes = _enrol(client)
    assert len(set(codes)) == 10
    assert client.get(PAGE).status_code == 200, "this session has shown it"
    assert key not in str(SecondFactor.objects.values())
    assert all(code.replace("-", "") not in str(RecoveryCode.objects.values()) for code in codes)
    with clock.actual_frozen(_half_a_minute(2)):
        again = signed_in(user)
        assert again.get(PAGE)["Location"] == f"{reverse('second_factor')}?next={PAGE}"
        assert (
            again.post(reverse("second_factor"), {"code": _code(key, _half_a_minute(2)), "next": PAGE})["Location"]
            == PAGE
        )
        assert again.get(PAGE).status_code == 200


def test_a_key_that_another_session_has_seen_is_never_taken_into_use() -> None:
    user = person()
    thief = signed_in(user)
    stolen = _key(thief)
    assert _key(thief) == stolen, "the same page shows the same key"
    owner = signed_in(user)
    key, codes = _enrol(owner)
    assert key != stolen
    assert len(codes) == 10
    with clock.actual_frozen(_half_a_minute(2)):
        answer = thief.post(reverse("second_factor"), {"code": _code(stolen, _half_a_minute(2)), "next": PAGE})
        assert answer.status_code == 200


def test_a_key_shown_meanwhile_elsewhere_is_not_confirmed_here() -> None:
    user = person()
    owner = signed_in(user)
    key = _key(owner)
    _key(signed_in(user))
    page = words_of(owner.post(reverse("enrol_factor"), {"code": _code(key)}))  # type: ignore[arg-type]
    assert "Mã chưa đúng" in page
    assert not SecondFactor.objects.filter(confirmed_at__isnull=False).exists()
    _, codes = _enrol(owner)
    assert len(codes) == 10


def test_no_code_works_twice_nor_an_older_one_after_it() -> None:
    user = person()
    key, _ = _enrol(signed_in(user))
    with clock.actual_frozen(_half_a_minute(3)):
        code, older = _code(key, _half_a_minute(3)), _code(key, _half_a_minute(2))
        first, second = signed_in(user), signed_in(user)
        assert first.post(reverse("second_factor"), {"code": code}).status_code == 302
        for replayed in (code, older):
            assert "đã dùng rồi" in words_of(second.post(reverse("second_factor"), {"code": replayed}))  # type: ignore[arg-type]
        assert second.get(PAGE).status_code == 302


def test_the_code_that_enrolled_does_not_sign_in() -> None:
    user = person()
    key, _ = _enrol(signed_in(user))
    assert "đã dùng rồi" in words_of(signed_in(user).post(reverse("second_factor"), {"code": _code(key)}))  # type: ignore[arg-type]


def test_guessing_codes_locks_even_who_knows_the_password() -> None:
    user = person()
    key, codes = _enrol(signed_in(user))
    for _ in range(5):
        thief = signed_in(user)  # each right password forgets the count of passwords, not that of codes
        thief.post(reverse("second_factor"), {"code": "000000"})
    with clock.actual_frozen(_half_a_minute(4)):
        client = signed_in(user)
        for good in (_code(key, _half_a_minute(4)), codes[0]):
            assert "nhập sai nhiều lần" in words_of(client.post(reverse("second_factor"), {"code": good}))  # type: ignore[arg-type]
        unlock(actor=stranger(""), user=user)
        assert client.post(reverse("second_factor"), {"code": codes[0]}).status_code == 302
    assert AuditRow.objects.filter(act="lock_account", details__why="code").count() == 1


@pytest.mark.parametrize("written", [lambda c: c, lambda c: c.lower(), lambda c: f" {c.replace('-', ' ')} "])
def test_a_recovery_code_works_once_however_it_is_written(written: Any) -> None:
    user = person()
    _, codes = _enrol(signed_in(user))
    assert signed_in(user).post(reverse("second_factor"), {"code": written(codes[3])}).status_code == 302
    assert signed_in(user).post(reverse("second_factor"), {"code": codes[3]}).status_code == 200
    other = person("nguoi-hai")
    _enrol(signed_in(other))
    assert signed_in(other).post(reverse("second_factor"), {"code": codes[4]}).status_code == 200, "not one's own"


def test_new_recovery_codes_take_the_password_and_end_the_old_ones() -> None:
    user = person()
    client = signed_in(user)
    _, codes = _enrol(client)
    client.post(reverse("renew_codes"), {"ma-password": WRONG})
    assert RecoveryCode.objects.filter(user=user).count() == 10
    page = words_of(client.post(reverse("renew_codes"), {"ma-password": RIGHT}))  # type: ignore[arg-type]
    fresh = re.findall(r"<code>([A-Z2-9-]{14})</code>", page)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert signed_in(user).post(reverse("second_factor"), {"code": codes[0]}).status_code == 200
    assert signed_in(user).post(reverse("second_factor"), {"code": fresh[0]}).status_code == 302


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_the_roles_say_who_needs_one(settings: Any, role: Role) -> None:
    settings.SECOND_FACTOR = "theo vai trò"
    made.province()
    client = signed_in(person(role=role))
    answer = client.get(PAGE)
    if role_definitions()[role].needs_second_factor:
        assert answer["Location"].startswith(reverse("second_factor"))
        assert client.get("/ban-lam-viec/").status_code == 302
        assert client.get(answer["Location"])["Location"].startswith(reverse("enrol_factor"))
        assert not AuditRow.objects.filter(act="sign_in").exists(), "not in yet"
        _enrol(client)
        assert client.get(PAGE).status_code == 200
        assert AuditRow.objects.filter(act="sign_in").count() == 1
        client.post(reverse("switch_off_factor"), {"tat-password": RIGHT})
        assert SecondFactor.objects.exists(), "the role asks for it"
    else:
        assert answer.status_code == 200


def test_the_site_may_ask_everybody_or_nobody_but_never_the_sample_people(settings: Any) -> None:
    user, sample = person(), person("mau")
    User.objects.filter(pk=sample.pk).update(sample_post="Lãnh đạo · Cơ quan mẫu")
    settings.SECOND_FACTOR = "luôn luôn"
    assert signed_in(user).get(PAGE).status_code == 302
    client = signed_in(sample)
    assert client.get(PAGE).status_code == 200
    assert client.get(reverse("enrol_factor")).status_code == 302
    client.post(reverse("change_password"), {"old_password": RIGHT, "new_password": NEXT, "again_password": NEXT})
    assert enter(browser(), sample).status_code == 302, "nobody changes the password that the page names"
    assert not SecondFactor.objects.exists()
    settings.SECOND_FACTOR = "không"
    assert signed_in(user).get(PAGE).status_code == 200


def test_one_gives_it_up_against_the_password_where_nobody_asks_for_it() -> None:
    user = person()
    client = signed_in(user)
    _enrol(client)
    client.post(reverse("switch_off_factor"), {"tat-password": WRONG})
    assert SecondFactor.objects.exists()
    client.post(reverse("switch_off_factor"), {"tat-password": RIGHT})
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_what_is_encrypted_under_another_secret_is_told_as_such(settings: Any) -> None:
    token = encrypted("second-factor", "ABC")
    assert decrypted("second-factor", token) == "ABC"
    with pytest.raises(LostSecret):
        decrypted("another-purpose", token)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-" + "y" * 50
    with pytest.raises(LostSecret):
        decrypted("second-factor", token)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypted("second-factor", token) == "ABC"


# ---- passwords ---------------------------------------------------------------------------------------------------


def _change(client: Client, old: str, new: str) -> str:
    answer = client.post(reverse("change_password"), {"old_password": old, "new_password": new, "again_password": new})
    return answer.headers.get("Location", "") or words_of(answer)  # type: ignore[arg-type]


def test_a_password_chosen_by_somebody_else_is_changed_before_anything_else() -> None:
    user = person()
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client = signed_in(user)
    for page in (PAGE, reverse("enrol_factor"), reverse("choose_post")):
        assert client.get(page)["Location"].startswith(reverse("change_password"))
    assert "trùng mật khẩu đang dùng" in _change(client, RIGHT, RIGHT)
    assert "Mật khẩu chưa đúng" in _change(client, WRONG, NEXT)
    elsewhere = signed_in(user)
    assert _change(client, RIGHT, NEXT) == reverse("desk")
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302, "bound to the old password"
    assert enter(browser(), user).status_code == 200
    assert enter(browser(), user, NEXT).status_code == 302


def test_an_administrators_password_is_due_after_two_months_and_not_one_of_the_last_ten() -> None:
    made.province()
    user = person(role=Role.ADMINISTRATOR, body="VP_UBND")
    passwords = [RIGHT, *(f"Mat-Khau-So-{number:02}" for number in range(10))]
    client = signed_in(user)
    assert client.get(PAGE).status_code == 200
    with clock.actual_frozen(NOW + dt.timedelta(days=60)):
        User.objects.filter(pk=user.pk).update(last_login=NOW + dt.timedelta(days=50))
        client = signed_in(user)
        assert client.get(PAGE)["Location"].startswith(reverse("change_password"))
        for number in range(1, 11):
            with clock.actual_frozen(NOW + dt.timedelta(days=60, minutes=number)):
                assert _change(client, passwords[number - 1], passwords[number]) == reverse("desk")
        with clock.actual_frozen(NOW + dt.timedelta(days=60, minutes=20)):
            for used in passwords[1:]:
                assert "trùng" in _change(client, passwords[10], used), used
            assert _change(client, passwords[10], RIGHT) == reverse("desk"), "the eleventh back may come again"


def test_other_peoples_passwords_have_no_age() -> None:
    made.province()
    user = person(role=Role.DEPARTMENT_OFFICER)
    User.objects.filter(pk=user.pk).update(password_changed_at=NOW - dt.timedelta(days=400))
    assert signed_in(user).get(PAGE).status_code == 200


def test_vietnamese_passwords_are_the_same_from_every_keyboard() -> None:
    import unicodedata

    user = person()
    client = signed_in(user)
    words = "Mật khẩu của tôi 1!"
    assert _change(client, RIGHT, unicodedata.normalize("NFD", words)) == reverse("desk")
    assert enter(browser(), user, unicodedata.normalize("NFC", words)).status_code == 302
    assert enter(browser(), user, unicodedata.normalize("NFD", words)).status_code == 302
