"""Kill -9 while consolidating, two reviewers at once, a full disk: nothing half-written, run again the same."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from mangnon.accounts.public import SYSTEM
from mangnon.audit.public import verify_chain
from mangnon.reporting.consolidation.figures import figure_book
from mangnon.reporting.consolidation.files import write_whole
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.errors import CannotConsolidate
from mangnon.reporting.models import Consolidation, Passage, PassageSource, SentFigure
from mangnon.reporting.review.deciding import accept_report
from tests.project.test_worker import _database
from tests.reporting.figures.made import asking_scene, sent
from tests.reporting.test_at_once import at_once

REPOSITORY = Path(__file__).resolve().parents[3]
REST = {"*": "Chưa gửi"}


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_nothing_is_left_and_two_at_once_make_the_same() -> None:
    plan = asking_scene()
    for place, texts in ((plan.schools, ("7", "1/4", "1")), (plan.district, ("5", "...", "-"))):
        accept_report(actor=plan.reviewer, report_id=sent(plan, place, *texts).pk)
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    known |= {
        "DJANGO_SETTINGS_MODULE": "mangnon.project.settings.base",
        "DATABASE_URL": _database(),
        "MANGNON_SECRET_KEY": settings.SECRET_KEY,
    }
    rows = SentFigure.objects.count()
    connection.close()
    for words in ('INSERT INTO "reporting_passage"', 'INSERT INTO "reporting_passagesource"', 'INSERT INTO "audit_'):
        command = [sys.executable, "-m", "tests.reporting.consolidation.kill_at", words, str(plan.period.pk)]
        done = subprocess.run(command, cwd=REPOSITORY, env=known, capture_output=True, text=True, timeout=120)
        assert done.returncode == -signal.SIGKILL, done.stderr
        for model in (Consolidation, Passage, PassageSource):
            assert not model.objects.exists()
        assert SentFigure.objects.count() == rows
        assert verify_chain().intact
    made = consolidate(actor=SYSTEM, period=plan.period, reasons=REST)
    first = provenance(made)["indicators"]

    def again() -> None:
        consolidate(actor=SYSTEM, period=plan.period, reasons=REST)

    assert at_once(again, again) == ["done", "done"]
    assert sorted(Consolidation.objects.values_list("number", flat=True)) == [1, 2, 3]
    for each in Consolidation.objects.all():
        assert provenance(each)["indicators"] == first
        assert [line.told for line in figure_book(each).lines] == [line.told for line in figure_book(made).lines]


def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    write_whole(path, b"xong")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        with pytest.raises(CannotConsolidate, match="ổ đĩa đã đầy"):
            write_whole(path, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == b"xong"
    assert [each.name for each in tmp_path.iterdir()] == ["bao-cao.docx"]
