"""A site of an older version is brought up: what its rows did not say yet is found in what they hold."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.documents.models import DirectiveReading
from mangnon.kernel import clock
from mangnon.plans.models import DirectiveRelation
from tests.harness.old_stores import come_up, go_back_to
from tests.plans import made

OLD = "Chương trình bảo vệ trẻ em giai đoạn 2016 - 2020"


@pytest.mark.django_db(transaction=True)
def test_what_papers_of_before_cite_and_continue_is_known_after_the_upgrade() -> None:
    """One way back for both, since each takes the store through most of its steps."""
    made.province()
    letter = made.result(
        number="3/SYT-TE",
        issuer="Sở Y tế tỉnh Mẫu",
        doc_type="Công văn",
        tasks=[],
        duties=[],
        reporting=[],
        links=[made.link("continues", "8/KH-UBND", "2016-07-08", title=OLD)],
    )
    plan = made.adopted(letter, code="THU")
    old = go_back_to([("plans", "0003_why_it_moved"), ("documents", "0003_reading_in_jobs")])
    try:
        file = old.get_model("documents", "SourceFile").objects.create(
            sha256="a" * 64, name="cu.txt", kind="txt", size=1, received_at=clock.now()
        )
        stored = made.result()
        reading = old.get_model("documents", "DirectiveReading").objects.create(
            source=file, first_result=stored, result=stored, read_at=clock.now()
        )
    finally:
        come_up()
    relations = DirectiveRelation.objects.filter(directive=plan.directive_id)
    assert [(row.kind, row.number_key, row.from_year, row.to_year) for row in relations] == [
        ("continues", "8/khubnd", 2016, 2020)
    ]
    row = DirectiveReading.objects.get(pk=reading.pk)
    assert (row.number_key, row.issued_on) == ("99/khubnd", made.ISSUED_ON)
    cited = row.cited_papers.get()
    assert (cited.kind, cited.number_key, cited.issued_on) == ("basis", "11/qdttg", dt.date(2025, 1, 3))
