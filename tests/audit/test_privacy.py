"""What a row tells of a person: proof without the value."""

from __future__ import annotations

import json

import pytest
from django.test import override_settings

from mangnon.accounts.public import SYSTEM, User
from mangnon.audit.models import AuditRow
from mangnon.audit.privacy import is_protected
from mangnon.audit.public import changes_of, proves, record, record_read, verify_chain
from mangnon.kernel import clock
from tests.audit.made import AUDITOR, OFFICER

pytestmark = pytest.mark.django_db

OLD, NEW = "Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu Mới"


def _row() -> AuditRow:
    record(
        actor=SYSTEM,
        act="test",
        object_type="User",
        object_id=1,
        before={"full_name": OLD, "is_active": True, "password": "x"},
        after={"full_name": NEW, "is_active": False, "password": "y", "nobody_knows": OLD},
    )
    return AuditRow.objects.get()


def test_private_and_unlabelled_values_are_not_in_the_row() -> None:
    row = _row()
    assert row.before is not None
    assert row.after is not None
    text = json.dumps([row.before, row.after], ensure_ascii=False)
    assert "Nguyễn" not in text
    assert (row.before["is_active"], row.after["is_active"]) == (True, False)
    assert row.before["full_name"]["label"] == "personal"
    assert row.after["password"]["label"] == "sensitive"
    assert row.after["nobody_knows"]["label"] == "unlabelled"


def test_a_digest_proves_its_value_and_no_other() -> None:
    row = _row()
    assert row.after is not None
    stored = row.after["full_name"]
    assert is_protected(stored)
    assert proves(stored, "full_name", NEW) is True
    assert proves(stored, "full_name", OLD) is False
    assert proves(stored, "username", NEW) is False


def test_the_same_value_looks_different_in_another_row() -> None:
    row, other = _row(), record(actor=SYSTEM, act="t", object_type="User", object_id=1, after={"full_name": NEW})
    assert row.after is not None
    assert other.after is not None
    assert row.after["full_name"]["digest"] != other.after["full_name"]["digest"]


def test_with_a_new_secret_the_chain_stands_and_the_old_secret_still_proves() -> None:
    stored = (_row().after or {})["full_name"]
    with override_settings(SECRET_KEY="another-secret-" + "z" * 50):
        assert verify_chain().intact
        assert proves(stored, "full_name", NEW) is None
    old = "only-for-tests-" + "x" * 50
    with override_settings(SECRET_KEY="another-secret-" + "z" * 50, SECRET_KEY_FALLBACKS=[old]):
        assert proves(stored, "full_name", NEW) is True


def test_changes_keep_only_what_differs() -> None:
    user = User(username="a", full_name=NEW, is_active=True, email="")
    before, after = changes_of(user, {"full_name": OLD, "is_active": True, "username": "b"})
    assert before.keys() == after.keys() == {"full_name", "username"}
    assert (before["username"], after["username"]) == ("b", "a")
    assert proves(before["full_name"], "full_name", OLD)
    row = record(actor=SYSTEM, act="test", object_type="User", object_id=1, before=before, after=after)
    assert row.before == before  # protected once
    assert changes_of(user, {"is_active": False}, {"is_active": False}) == ({}, {})
    assert changes_of(user, {}, {"is_active": False}) == ({}, {"is_active": False})


def test_a_row_says_who_where_and_from_where() -> None:
    record(actor=OFFICER, act="test", object_type="Thing", object_id=1)
    row = AuditRow.objects.get()
    assert (row.post_id, row.agency_code, row.agency_name) == (70, "90.SO_TP", "Sở Tư pháp")
    assert (row.territory_code, row.origin, row.by_moved_clock) == ("90", "203.0.113.9", True)
    record(actor=SYSTEM, act="test", object_type="Thing", object_id=1, territory_code="91")
    assert AuditRow.objects.order_by("id").values_list("territory_code", flat=True)[1] == "91"


def test_a_reading_is_told_once_in_ten_minutes() -> None:
    def read(actor, number: int = 5) -> bool:
        return record_read(actor=actor, object_type="Case", object_id=number, purpose="xem hồ sơ") is not None

    assert [read(OFFICER), read(OFFICER), read(AUDITOR), read(OFFICER, 6)] == [True, False, True, True]
    with clock.frozen(clock.now() + clock.dt.timedelta(minutes=9, seconds=59)):
        assert not read(OFFICER)
    with clock.frozen(clock.now() + clock.dt.timedelta(minutes=10)):
        assert read(OFFICER)
    assert set(AuditRow.objects.values_list("act", "reason")) == {("read", "xem hồ sơ")}
