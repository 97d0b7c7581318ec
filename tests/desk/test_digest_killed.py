"""A round killed with SIGKILL, again and again: nobody is left without a digest, nobody gets two of anything."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.agencies.models import Post
from mangnon.notices.models import Delivery, Digest, Reminder
from mangnon.notices.terms import DeliveryState
from tests.notices.post_office import PostOffice, post_office
from tests.plans import made
from tests.project.test_worker import _database

pytestmark = pytest.mark.django_db(transaction=True)
REPOSITORY = Path(__file__).resolve().parents[2]
PEOPLE, KILLS, DAY = 450, 4, "2025-06-10"


def _start(office: PostOffice) -> subprocess.Popen[str]:
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desk.digest_process", DAY],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={
            **known,
            "DATABASE_URL": _database(),
            "MANGNON_SECRET_KEY": settings.SECRET_KEY,
            "MANGNON_MAIL_HOST": "127.0.0.1",
            "MANGNON_MAIL_PORT": str(office.port),
            "MANGNON_MAIL_TLS": "0",
            "MANGNON_MAIL_FROM": "mangnon@tinh.example",
        },
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def _office_full_of_people() -> None:
    made.province()
    made.adopted()
    users = User.objects.bulk_create(
        User(username=f"nguoi-{n}", full_name="Nguyễn Văn Mẫu", email=f"nguoi-{n}@tinh.example") for n in range(PEOPLE)
    )
    bodies = [made.agency("SO_TP"), made.agency("SO_YT")]
    posts = [Post(user=user, agency=bodies[n % 2], role=Role.DEPARTMENT_OFFICER) for n, user in enumerate(users)]
    leaders = User.objects.bulk_create(User(username=f"lanh-dao-{n}", full_name="Lê Thị Mẫu") for n in range(2))
    posts += [Post(user=user, agency=bodies[n], role=Role.LEADER) for n, user in enumerate(leaders)]
    Post.objects.bulk_create(posts)


def test_killed_again_and_again_nobody_is_left_out_and_nobody_gets_two() -> None:
    _office_full_of_people()
    chance = random.Random(6)  # noqa: S311 - when to kill, nothing secret
    with post_office() as office:
        for number in range(KILLS):
            process = _start(office)
            if number % 2:  # while e-mails go out
                before = len(office.letters)
                end = time.monotonic() + 60
                while len(office.letters) < before + chance.randint(5, 60) and process.poll() is None:
                    assert time.monotonic() < end
                    time.sleep(0.005)
            else:  # while digests are written
                time.sleep(chance.uniform(0.05, 0.6))
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
        connection.close()
        last = _start(office)
        told, _ = last.communicate(timeout=120)
        assert last.returncode == 0, told

    per_person = Counter(Digest.objects.values_list("person_id", flat=True))
    assert len(per_person) == PEOPLE + 2, "officers have their work, leaders what is late"
    assert set(per_person.values()) == {1}
    assert Delivery.objects.count() == PEOPLE, "one e-mail on its way for each digest of somebody with an address"
    letters = Counter(office.recipients)
    assert set(letters.values()) == {1}, "nobody gets two"
    left = set(Delivery.objects.exclude(state=DeliveryState.SENT).values_list("digest__person__email", flat=True))
    assert len(left) <= KILLS, "at most the one in hand when the process was killed"
    assert not Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.FAILED]).exists()
    assert set(letters) | left == {f"nguoi-{n}@tinh.example" for n in range(PEOPLE)}
    told_twice = [
        key for key, count in Counter(Reminder.objects.values_list("matter", "level", "to")).items() if count > 1
    ]
    assert told_twice == []
    assert Reminder.objects.exists()
