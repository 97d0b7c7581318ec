"""`mangnon report status`: words of the house for people, stable codes for programs."""

from __future__ import annotations

import json

import pytest

from mangnon.kernel import clock
from mangnon.project.cli import main
from tests.reporting.factories import scene

pytestmark = pytest.mark.django_db


def test_the_state_of_each_report_is_told_in_vietnamese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mangnon.project.commands.report.start_django", lambda: None)
    found = scene()
    asked = ["report", "status", found.regime.code, "--period", found.period.code]
    with clock.frozen(clock.at(found.period.starts_on)):
        assert main(asked) == 0
        assert f"{found.health.name}: chưa viết, chưa đến hạn gửi" in capsys.readouterr().out
        assert main([*asked, "--json"]) == 0
    states = {(row["stage"], row["timeliness"]) for row in json.loads(capsys.readouterr().out)["reports"]}
    assert states == {("not_started", "not_yet")}
