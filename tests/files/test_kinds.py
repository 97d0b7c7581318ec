"""What a file is, is told by its content alone; what may do harm is refused with one reason."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.files.errors import FileRefused
from mangnon.files.rules import clean_name, disposition, kind_of
from mangnon.files.rules.packages import _LARGEST_UNPACKED
from mangnon.files.terms import EXTENSIONS, MEDIA_TYPES, FileKind
from tests.files import content as made

PDF, PNG, JPEG = made.pdf(), made.picture("PNG"), made.picture("JPEG")

KEPT = [
    (PDF, "pdf"),
    (PNG, "png"),
    (JPEG, "jpeg"),
    (made.picture("WEBP"), "webp"),
    (JPEG[:2] + b"\xff\xfe\x00\x08\x91\x02<%\xee\x03" + JPEG[2:], "jpeg"),  # as packed bytes come by chance
    (b"%PDF-1.4\n1 0 obj<</Length 9>>stream\n\x8f\x02/JS\x03\x91\xee\x02\nendstream endobj\n%%EOF\n", "pdf"),
    (JPEG + b"\0" * 500, "jpeg"),  # cameras put their own behind the picture
    (made.package(made.WORD), "docx"),
    (made.package(made.EXCEL), "xlsx"),
    (made.package(made.open_document("text")), "odt"),
    (made.package(made.open_document("spreadsheet")), "ods"),
    ("Biên bản họp ngày 5 tháng 6.\nCó mặt: 5 người.".encode(), "txt"),
    ("Biên bản".encode("utf-16"), "txt"),
    (b"\xef\xbb\xbfXa;So tre\nA;5\nB;7\n", "csv"),
]


@pytest.mark.parametrize(("content", "kind"), KEPT, ids=[f"{kind}-{n}" for n, (_, kind) in enumerate(KEPT)])
def test_kinds_that_are_kept(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


_MACRO_TYPES = {made.TYPES: made.WORD[made.TYPES].replace("main+xml", "macroEnabled.main+xml")}
_TEMPLATE = '<R><Relationship Type="x/attachedTemplate" Target="http://mau.invalid/a.dotm" TargetMode="External"/></R>'
_OBJECTS = b"1 0 obj << /Type /ObjStm /N 1 >> stream\n" + zlib.compress(b"<< /S /JavaScript >>") + b"\nendstream\n"
_NOT_PACKABLE = random.Random(5).randbytes(1_100_000)  # noqa: S311 - nothing secret
_LONG_OBJECTS = (
    b"1 0 obj << /Type /ObjStm /N 1 >> stream\n"
    + zlib.compress(_NOT_PACKABLE + b"<< /S /JavaScript >>")
    + b"\nendstream\n"
)

REFUSED = [
    (b"", "empty"),
    (b"\r\n \xef\xbb\xbf", "empty"),
    (b"MZ\x90\x00" + b"\0" * 90, "program"),
    (b"\x7fELF\x02\x01", "program"),
    (b"#!/bin/sh\necho mau\n", "program"),
    (b"<html><body>mau</body></html>", "web_page"),
    (b'\xef\xbb\xbf <svg xmlns="http://www.w3.org/2000/svg"/>', "web_page"),
    (b"<?xml version='1.0'?><svg/>", "web_page"),
    (b"loi mo dau <ScRiPt>1</ScRiPt>", "web_page"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_or_locked"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (made.package({"a.txt": "mau"}), "archive"),
    (b"GIF89a" + b"\x00" * 20, "other_picture"),
    (b"\x00\x00\x00\x18ftypheic", "other_kind"),
    (b"{\\rtf1 mau}", "other_text"),
    (b"\x81\x8d\x8f\x90\x9d mau", "unknown"),
    (b"chu\x00giua", "unknown"),
    (PDF[:300], "damaged"),
    (PNG[:40], "damaged"),
    (JPEG[:60], "damaged"),
    (made.package(made.WORD)[:-30], "damaged"),
    (PNG + b"them", "polyglot"),
    (PDF + made.package({"a.txt": "mau"}), "polyglot"),
    (JPEG + made.package(made.WORD), "polyglot"),
    (JPEG[:2] + b"\xff\xfe\x00\x14<script>1</script>" + JPEG[2:], "polyglot"),
    (made.package(made.WORD, before=b"PK\x03\x04 truoc "), "polyglot"),
    (made.bomb(), "too_many_pixels"),
    (made.picture("WEBP") + b"them vao", "polyglot"),
    (made.pdf(more=b"/OpenAction << /S /JavaScript /JS (app.alert) >> "), "active_content"),
    (made.pdf(more=b"/OpenAction << /S /J#61vaScript >> "), "active_content"),
    (made.pdf(more=b"/OpenAction << /S /Launch /F (cmd.exe) >> "), "active_content"),
    (b"%PDF-1.5\n" + _OBJECTS + b"%%EOF", "active_content"),
    (b"%PDF-1.5\n" + _OBJECTS.replace(b"ObjStm", b"O#62j#53tm") + b"%%EOF", "active_content"),
    (b"%PDF-1.5\n" + _OBJECTS.replace(b"/N 1", b"/DecodeParms << /Predictor 1 >> /N 1") + b"%%EOF", "active_content"),
    (b"%PDF-1.5\n" + _LONG_OBJECTS + b"%%EOF", "active_content"),
    (made.pdf(more=b"/OpenAction << /S /Rendition /JS (app.alert) >> "), "active_content"),
    (made.package({**made.WORD, "word/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    (made.package({**made.WORD, **_MACRO_TYPES}), "macros"),
    (made.package({**made.EXCEL, "xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
    (made.package({**made.open_document("text"), "Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    (made.package({**made.WORD, "word/embeddings/a.exe": "MZ"}), "program"),
    (made.package({**made.WORD, "word/embeddings/ole.bin": b"MZ\x90"}), "program"),
    (made.package({**made.WORD, "word/_rels/settings.xml.rels": _TEMPLATE}), "outside_template"),
    (made.package({**made.WORD, "word/a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "damaged"),
    (made.package({**made.open_document("text"), "META-INF/manifest.xml": "<m><encryption-data/></m>"}), "locked"),
    (made.package({**made.WORD, "word/b.bin": b"\0" * (_LARGEST_UNPACKED + 1)}), "too_large_unpacked"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=[f"{code}-{n}" for n, (_, code) in enumerate(REFUSED)])
def test_what_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        kind_of(content)
    assert refusal.value.code == code
    assert "chưa được lưu" in refusal.value.message


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"PK\x03\x04"]),
)
def test_any_bytes_are_a_kind_or_a_refusal(tail: bytes, head: bytes) -> None:
    try:
        assert kind_of(head + tail) in FileKind
    except FileRefused as refusal:
        assert refusal.message.startswith("Tệp")  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("whole", [PDF, PNG, JPEG, made.package(made.WORD), made.picture("WEBP")], ids=range(5))
def test_a_file_cut_anywhere_breaks_nothing(whole: bytes) -> None:
    for end in range(0, len(whole), 7):
        try:
            kind_of(whole[:end])
        except FileRefused as refusal:
            assert refusal.code  # noqa: PT017 - a cut may still be a whole file


def test_a_part_that_lies_about_its_size_is_unpacked_with_a_bound() -> None:
    packed = made.package({**made.WORD, "word/b.bin": b"\0" * 50_000_000})
    packed = packed.replace((50_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(FileRefused) as refusal:
        kind_of(packed)
    assert refusal.value.code == "damaged"


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("C:\\ho so\\bao cao.exe", "pdf", "bao cao.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("Biên bản họp.docx", "docx", "Biên bản họp.docx"),
        ("ảnh\u202egpj.exe", "png", "ảnh gpj.png"),
        ('a"\r\nSet-Cookie: b', "pdf", "a Set-Cookie b.pdf"),
        ("...", "pdf", "tep.pdf"),
        ("x" * 400, "jpeg", "x" * 142 + ".jpg"),
    ],
)
def test_names_are_given_out_safely(name: str, kind: str, clean: str) -> None:
    assert clean_name(name, kind) == clean


@given(st.text(max_size=300), st.sampled_from(list(FileKind)))
def test_no_name_breaks_a_header(name: str, kind: FileKind) -> None:
    clean = clean_name(name, kind)
    header = disposition(clean)
    assert header.isascii()
    assert header.isprintable()
    assert clean.endswith(f".{EXTENSIONS[kind]}")
    assert header.count('"') == 2


def test_every_kind_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == set(EXTENSIONS) == set(FileKind)
