"""The letters opened by LibreOffice: they become pages, with nothing lost."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from mangnon.accounts.public import Role
from mangnon.plans.models import Plan
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import assignments_behind, urge
from tests.plans import made
from tests.plans.urging.test_urging import TODAY

pytestmark = pytest.mark.office


@pytest.mark.parametrize("shape", list(UrgingShape))
def test_a_letter_becomes_pages(plan: Plan, tmp_path: Path, shape: UrgingShape) -> None:
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    ids = list(assignments_behind(lead, plan, on=TODAY, state="open").values_list("pk", flat=True))
    urging = urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=shape)
    letter = urging.letters.order_by("order")[0]
    path = tmp_path / f"{shape}.docx"
    path.write_bytes(bytes(letter.content or b""))
    home = {**os.environ, "HOME": str(tmp_path)}
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=home)
    pages = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "đôn đốc thực hiện nhiệm vụ" in " ".join(text.split())
    assert len(pages) >= (2 if shape == UrgingShape.ONE else 1)
    if folder := os.environ.get("MANGNON_LOOK_AT"):
        for number, page in enumerate(pages):
            page.render(scale=1.4).to_pil().save(Path(folder) / f"{shape}-{number}.png")
