"""From the number to the post: signatures by token, key and hand, what is refused, and what ends a paper."""

from __future__ import annotations

import datetime as dt
import errno
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from mangnon.accounts.public import Actor
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.files.public import content_of
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.outgoing.filing import add_file, signable_file, write_files
from mangnon.outgoing.issuing import (
    cancel_number,
    issue_paper,
    receive_signed_file,
    record_hand_signature,
    sign_with_key,
    withdraw_paper,
)
from mangnon.outgoing.models import OutgoingPaper, RegisterYear
from mangnon.outgoing.public import change_draft, number_paper, paper_by_id, register_faults
from mangnon.outgoing.signing.pades import sign_pdf
from tests.files import content as files
from tests.outgoing import made
from tests.outgoing.signing.certificates import Stamps, machine_at, root, software_key


@pytest.fixture
def paper(clerk: Actor) -> OutgoingPaper:
    """Numbered, with its files."""
    found = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    write_files(actor=clerk, paper_id=found.pk)
    return found


def _bytes(paper: OutgoingPaper) -> bytes:
    found = signable_file(paper)
    assert found is not None
    return content_of(found.file.sha256)


def _code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


def test_files_are_written_once_with_number_day_and_capacity(clerk: Actor, paper: OutgoingPaper) -> None:
    first = write_files(actor=clerk, paper_id=paper.pk)
    assert [each.role for each in first] == ["editable", "final"]
    assert [each.pk for each in write_files(actor=clerk, paper_id=paper.pk)] == [each.pk for each in first]
    paper.refresh_from_db()
    assert paper.page_count == 1
    assert paper.full_symbol == "01/BC-SYT"
    assert first[1].name == "01-bc-syt.pdf"


def test_a_paper_signed_with_ones_own_tool_comes_back(clerk: Actor, paper: OutgoingPaper) -> None:
    given = _bytes(paper)
    once = sign_pdf(given, software_key(), field="Signature1", reason="Ký")
    receive_signed_file(actor=clerk, paper_id=paper.pk, content=once)
    paper.refresh_from_db()
    assert paper.state == "numbered"
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="Signature2", reason="Ký")
    receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice, kind="agency")
    paper.refresh_from_db()
    assert paper.state == "signed"
    assert [each.kind for each in paper.signatures.all()] == ["person", "agency"]
    assert paper.signatures.all()[0].subject.startswith("Nguyễn Thị Mẫu")
    issued = issue_paper(actor=clerk, paper_id=paper.pk)
    assert (issued.state, issued.issued_at) == ("issued", clock.now())


def test_both_signatures_may_come_in_one_file(clerk: Actor, paper: OutgoingPaper) -> None:
    once = sign_pdf(_bytes(paper), software_key(), field="Signature1", reason="Ký")
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="Signature2", reason="Ký")
    assert receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice).state == "signed"


def test_keys_of_this_site_sign_person_first(clerk: Actor, paper: OutgoingPaper) -> None:
    with pytest.raises(Refusal) as refused:
        sign_with_key(actor=clerk, paper_id=paper.pk, kind="agency", key=software_key("Sở Y tế mẫu"))
    assert _code(refused) == "wrong_state"
    sign_with_key(actor=clerk, paper_id=paper.pk, kind="person", key=software_key())
    done = sign_with_key(actor=clerk, paper_id=paper.pk, kind="agency", key=software_key("Sở Y tế mẫu"))
    assert done.state == "signed"
    assert AuditRow.objects.filter(act="sign_paper").count() == 2


def test_another_file_is_not_taken_for_the_paper(clerk: Actor, paper: OutgoingPaper) -> None:
    other = number_paper(actor=clerk, paper_id=made.draft(clerk, subject="Việc khác").pk)
    write_files(actor=clerk, paper_id=other.pk)
    for content in (sign_pdf(_bytes(other), software_key(), field="S", reason="Ký"), b"%PDF-1.7 %%EOF", _bytes(paper)):
        with pytest.raises(Refusal) as refused:
            receive_signed_file(actor=clerk, paper_id=paper.pk, content=content)
        assert _code(refused) == "another_file"
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=_bytes(paper) + b"\n% them\n%%EOF\n")
    assert _code(refused) in {"no_signature", "not_a_pdf"}
    assert paper.signatures.count() == 0


def test_a_broken_signature_is_not_taken(clerk: Actor, paper: OutgoingPaper) -> None:
    ended = sign_pdf(_bytes(paper), software_key(ended=True), field="S", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=ended)
    assert _code(refused) == "broken_signature"


def test_a_page_that_was_replaced_before_the_signing_is_found(clerk: Actor, paper: OutgoingPaper) -> None:
    """The signature is whole, over a file that begins with ours; the page shows something else."""
    writer = IncrementalPdfFileWriter(BytesIO(_bytes(paper)))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    while "/Kids" in page:
        page = page["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 12 Tf 100 400 Td (Khac) Tj ET"))
    writer.update_container(page)
    changed = BytesIO()
    writer.write(changed)
    signed = sign_pdf(changed.getvalue(), software_key(), field="S", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=signed)
    assert _code(refused) == "changed_file"
    assert paper.signatures.count() == 0


def test_somebody_else_s_signature_is_taken_only_with_a_reason(clerk: Actor, paper: OutgoingPaper) -> None:
    signed = sign_pdf(_bytes(paper), software_key("Trần Văn Khác"), field="S", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=signed)
    assert _code(refused) == "doubtful_signature"
    assert "Trần Văn Khác" in refused.value.message
    assert paper.signatures.count() == 0
    receive_signed_file(actor=clerk, paper_id=paper.pk, content=signed, reason="Ký thay theo  ủy quyền")
    (kept,) = paper.signatures.all()
    assert "trong khi văn bản ghi «Nguyễn Thị Mẫu»" in kept.doubts
    assert kept.taken_because == "Ký thay theo ủy quyền"
    assert AuditRow.objects.filter(act="sign_paper", reason="Ký thay theo ủy quyền").count() == 1


def test_the_person_s_certificate_is_not_the_body_s(
    clerk: Actor, paper: OutgoingPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every officer's certificate names the body they work at; that makes none of them its seal."""
    (tmp_path / "goc.pem").write_bytes(root().pem)
    monkeypatch.setenv("MANGNON_SIGNING_ROOTS", str(tmp_path))
    key = software_key()
    once = sign_pdf(_bytes(paper), key, field="A1", reason="Ký")
    twice = sign_pdf(once, key, field="A2", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice)
    assert _code(refused) == "doubtful_signature"
    assert "cấp cho «Nguyễn Thị Mẫu»" in refused.value.message
    assert "đã ký với tư cách người ký" in refused.value.message
    paper.refresh_from_db()
    assert (paper.state, paper.signatures.count()) == ("numbered", 0)

    # One after the other is no way round it, nor is a colleague's certificate.
    receive_signed_file(actor=clerk, paper_id=paper.pk, content=once)
    colleague = sign_pdf(once, software_key("Trần Văn Khác", "Sở Y tế"), field="A2", reason="Ký")
    for content in (twice, colleague):
        with pytest.raises(Refusal) as refused:
            receive_signed_file(actor=clerk, paper_id=paper.pk, content=content, kind="agency")
        assert _code(refused) == "doubtful_signature"
    seal = sign_pdf(once, software_key("Sở Y tế tỉnh Mẫu", "Ủy ban nhân dân tỉnh Mẫu"), field="A2", reason="Ký")
    assert receive_signed_file(actor=clerk, paper_id=paper.pk, content=seal, kind="agency").state == "signed"
    assert [each.doubts for each in paper.signatures.all()] == ["", ""]


def test_the_body_s_certificate_is_not_the_person_s(clerk: Actor, paper: OutgoingPaper) -> None:
    signed = sign_pdf(_bytes(paper), software_key("Sở Y tế", "Nguyễn Thị Mẫu"), field="A1", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=signed)
    assert _code(refused) == "doubtful_signature"


def test_a_key_of_this_site_that_is_somebody_s_own_is_told_on_the_paper(clerk: Actor, paper: OutgoingPaper) -> None:
    key = software_key()
    sign_with_key(actor=clerk, paper_id=paper.pk, kind="person", key=key)
    sign_with_key(actor=clerk, paper_id=paper.pk, kind="agency", key=key)
    person, body = paper.signatures.order_by("pk")
    assert person.doubts == ""
    assert "đã ký với tư cách người ký" in body.doubts


def test_a_stranger_s_certificate_is_taken_only_with_a_reason(
    clerk: Actor, paper: OutgoingPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "goc.pem").write_bytes(root("Chứng thực khác").pem)
    monkeypatch.setenv("MANGNON_SIGNING_ROOTS", str(tmp_path))
    signed = sign_pdf(_bytes(paper), software_key(), field="S", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=signed)
    assert _code(refused) == "doubtful_signature"
    (tmp_path / "goc2.pem").write_bytes(root().pem)
    receive_signed_file(actor=clerk, paper_id=paper.pk, content=signed)
    assert paper.signatures.get().doubts == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2000, "trước khi văn bản có số"), (-1, "trước khi văn bản có số"), (1, "muộn hơn giờ của máy chủ")],
)
def test_a_time_of_signing_that_cannot_be_is_taken_only_with_a_reason(
    clerk: Actor, paper: OutgoingPaper, days: int, words: str
) -> None:
    key = software_key(days=(-4000, 400))
    with machine_at(clock.real_now() + dt.timedelta(days)):
        once = sign_pdf(_bytes(paper), key, field="A1", reason="Ký")
        twice = sign_pdf(once, software_key("Sở Y tế mẫu", days=(-4000, 400)), field="A2", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice)
    assert _code(refused) == "doubtful_signature"
    assert words in refused.value.message
    assert paper.signatures.count() == 0
    signed = receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice, reason="Máy của người ký sai giờ")
    assert all(words in each.doubts for each in signed.signatures.all())
    assert signed.signed_at == clock.now(), "what is asked of the office counts from the reception"
    assert abs(signed.signatures.all()[0].signed_at - clock.real_now() - dt.timedelta(days)) < dt.timedelta(hours=1)


def test_a_time_stamp_counts_before_the_signer_s_clock(clerk: Actor, paper: OutgoingPaper) -> None:
    with machine_at(clock.real_now() - dt.timedelta(1)):
        once = sign_pdf(_bytes(paper), software_key(), field="A1", reason="Ký", stamps=Stamps())
    receive_signed_file(actor=clerk, paper_id=paper.pk, content=once)
    assert paper.signatures.get().doubts == ""
    late = Stamps(clock.real_now() - dt.timedelta(1))
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="A2", reason="Ký", stamps=late)
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice, kind="agency")
    assert "Dấu thời gian" in refused.value.message


def test_what_is_asked_of_the_office_counts_from_the_signing(clerk: Actor, paper: OutgoingPaper) -> None:
    """Signed one day, sent in two days later: the day of the signing, which the clock of nobody contradicts."""
    signed_at = clock.real_now()
    once = sign_pdf(_bytes(paper), software_key(), field="A1", reason="Ký")
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="A2", reason="Ký")
    numbered = clock.now()
    later = dt.timedelta(days=2)
    with clock.frozen(numbered + later), clock.actual_frozen(signed_at + later):
        signed = receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice)
    assert [each.doubts for each in signed.signatures.all()] == ["", ""]
    assert signed.signed_at is not None
    assert abs(signed.signed_at - numbered) < dt.timedelta(minutes=10)


def test_without_roots_every_certificate_is_taken_only_with_a_reason(
    clerk: Actor, paper: OutgoingPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody can make a certificate that names the director: a site that knows no authority asks more, not less."""
    monkeypatch.delenv("MANGNON_SIGNING_ROOTS")
    once = sign_pdf(_bytes(paper), software_key(), field="A1", reason="Ký")
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="A2", reason="Ký")
    with pytest.raises(Refusal) as refused:
        receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice)
    assert _code(refused) == "doubtful_signature"
    assert "chưa có chứng thư gốc" in refused.value.message
    signed = receive_signed_file(actor=clerk, paper_id=paper.pk, content=twice, reason="Đã đối chiếu với người ký")
    assert {each.taken_because for each in signed.signatures.all()} == {"Đã đối chiếu với người ký"}


def test_a_paper_signed_by_hand_is_put_on_record(clerk: Actor, paper: OutgoingPaper) -> None:
    with pytest.raises(Refusal) as refused:
        record_hand_signature(actor=clerk, paper_id=paper.pk, signed_on=dt.date(2025, 5, 19))
    assert _code(refused) == "bad_day"
    done = record_hand_signature(actor=clerk, paper_id=paper.pk, scan=files.pdf())
    assert done.state == "signed"
    assert done.files.filter(role="scan").count() == 1


def test_an_unsigned_paper_is_not_issued_and_an_issued_one_not_changed(clerk: Actor, paper: OutgoingPaper) -> None:
    with pytest.raises(Refusal) as refused:
        issue_paper(actor=clerk, paper_id=paper.pk)
    assert _code(refused) == "wrong_state"
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    issued = issue_paper(actor=clerk, paper_id=paper.pk)
    with pytest.raises(Refusal):
        change_draft(actor=clerk, paper_id=paper.pk, facts=made.facts(), version=issued.version)
    with pytest.raises(Refusal):
        cancel_number(actor=clerk, paper_id=paper.pk, reason="Nhầm")
    assert withdraw_paper(actor=clerk, paper_id=paper.pk, reason="Sai nội dung").state == "withdrawn"


def test_a_cancelled_number_stays_and_is_not_used_again(clerk: Actor, paper: OutgoingPaper) -> None:
    with pytest.raises(Refusal) as refused:
        cancel_number(actor=clerk, paper_id=paper.pk, reason="  ")
    assert _code(refused) == "no_reason"
    cancelled = cancel_number(actor=clerk, paper_id=paper.pk, reason="Lãnh đạo không ký")
    assert (cancelled.state, cancelled.number) == ("cancelled", 1)
    assert number_paper(actor=clerk, paper_id=made.draft(clerk).pk).number == 2
    assert register_faults(RegisterYear.objects.get()) == []


def test_two_at_one_paper(clerk: Actor, paper: OutgoingPaper) -> None:
    with pytest.raises(Stale):
        record_hand_signature(actor=clerk, paper_id=paper.pk, version=paper.version + 1)


def test_a_file_made_elsewhere_is_signed_as_it_is(clerk: Actor) -> None:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk, written=False).pk)
    assert write_files(actor=clerk, paper_id=paper.pk) == []
    with pytest.raises(Refusal) as refused:
        add_file(actor=clerk, paper_id=paper.pk, content=files.picture(), role="final", name="anh.png")
    assert _code(refused) == "not_pdf"
    add_file(actor=clerk, paper_id=paper.pk, content=_made_elsewhere(), role="final", name="bao cao.pdf")
    assert sign_with_key(actor=clerk, paper_id=paper.pk, kind="person", key=software_key()).state == "numbered"
    with pytest.raises(Refusal):
        add_file(actor=clerk, paper_id=paper.pk, content=_made_elsewhere(), role="final", name="khac.pdf")


def _made_elsewhere() -> bytes:
    from mangnon.documents.official import write_pdf

    return write_pdf(made.document(subject="Tệp lập ở nơi khác"))


@pytest.mark.parametrize("role", ["annex", "editable", "final"])
def test_nothing_is_added_to_what_was_signed(clerk: Actor, paper: OutgoingPaper, role: str) -> None:
    add_file(actor=clerk, paper_id=paper.pk, content=_made_elsewhere(), role="annex", name="phu luc 1.pdf")
    sign_with_key(actor=clerk, paper_id=paper.pk, kind="person", key=software_key())
    with pytest.raises(Refusal) as refused:
        add_file(actor=clerk, paper_id=paper.pk, content=_made_elsewhere(), role=role, name="phu luc 2.pdf")
    assert _code(refused) == "wrong_state"
    assert paper.files.filter(role="annex").count() == 1
    assert "Thêm tệp soạn ở nơi khác" not in (
        made.client_of(clerk).get(reverse("outgoing_paper", args=[paper.pk])).content.decode()
    )


@pytest.mark.parametrize("place", ["mkdir", "open"])
def test_no_room_while_signing_is_told(
    clerk: Actor, paper: OutgoingPaper, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*args: Any, **given: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    what = "tempfile._os.mkdir" if place == "mkdir" else "mangnon.outgoing.signing.seen.Path.write_bytes"
    monkeypatch.setattr(what, full)
    key = software_key()
    with pytest.raises(Refusal) as refused:
        sign_with_key(actor=clerk, paper_id=paper.pk, kind="person", key=key)
    monkeypatch.undo()
    assert _code(refused) == "store_full"
    assert "Chưa có chữ ký nào được tạo" in refused.value.message
    assert paper.signatures.count() == 0


def test_who_sees_a_paper(clerk: Actor, paper: OutgoingPaper) -> None:
    receiver = made.actor_at("SO_TP")
    assert paper_by_id(clerk, paper.pk) is not None
    assert paper_by_id(receiver, paper.pk) is None
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    issue_paper(actor=clerk, paper_id=paper.pk)
    assert paper_by_id(receiver, paper.pk) is not None  # it is named among «Nơi nhận»
    assert paper_by_id(made.actor_at("SO_NV"), paper.pk) is None
    with pytest.raises(NotAllowed):
        withdraw_paper(actor=receiver, paper_id=paper.pk, reason="Không phải của mình")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"capacity": "delegated"}, "văn bản ủy quyền"),
        ({"capacity": "deputy", "signer_title": "Trưởng phòng"}, "Chỉ cấp phó"),
        ({"capacity": "head", "signer_title": "Phó Giám đốc"}, "KT."),
        ({"capacity": "king"}, "không biết"),
        ({"subject": " "}, "trích yếu"),
        ({"kind": "sac-lenh"}, "không biết"),
    ],
)
def test_a_draft_that_cannot_stand_is_told_why(clerk: Actor, changes: dict[str, str], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        made.draft(clerk, **changes)
    assert words in refused.value.message
    assert OutgoingPaper.objects.count() == 0


def test_a_paper_goes_to_the_body_whose_name_is_written(clerk: Actor) -> None:
    names = {"90.UBND.901": "Ủy ban nhân dân xã Sơn Hà", "90.UBND.902": "Ủy ban nhân dân xã Sơn Hạ"}
    for code, name in names.items():
        Agency.objects.filter(code=code).update(name=name)
    lines = ("Uỷ ban nhân dân xã Sơn Hạ", "Ủy ban nhân dân xã Sơn Hà", "UBND xa Son Ha", "so tu phap", "Trường mẫu")
    paper = made.draft(clerk, addressees=lines, recipients=())
    codes = [each.agency.code if each.agency else None for each in paper.addresses.order_by("order")]
    assert codes == ["90.UBND.902", "90.UBND.901", None, "90.SO_TP", None]
