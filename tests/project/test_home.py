"""The data directory, the secret and the training clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mangnon.kernel import clock
from mangnon.project import home
from mangnon.project.training import remember_training_clock, start_training_clock


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANGNON_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MANGNON_SECRET_KEY", raising=False)


def test_the_home_and_its_secret_are_for_the_owner_alone() -> None:
    first = home.secret_key()
    assert first == home.secret_key()
    assert len(first) >= 50
    assert home.home().stat().st_mode & 0o077 == 0
    assert (home.home() / "secret-key").stat().st_mode & 0o077 == 0


def test_a_secret_from_the_environment_wins_and_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANGNON_SECRET_KEY", "given")
    assert home.secret_key() == "given"
    assert not (home.home() / "secret-key").exists()


def test_a_real_site_has_no_training_clock() -> None:
    start_training_clock()
    assert clock.training_shift() == dt.timedelta(0)


def test_a_sample_site_goes_on_from_its_own_day() -> None:
    try:
        remember_training_clock(clock.at(dt.date(2025, 6, 5), 8))
        shift = clock.training_shift()
        clock.set_training_shift(dt.timedelta(0))
        start_training_clock()
        assert clock.training_shift() == shift
        assert (dt.datetime.now(dt.UTC) + shift - clock.at(dt.date(2025, 6, 5), 8)) < dt.timedelta(minutes=1)
    finally:
        clock.set_training_shift(dt.timedelta(0))
