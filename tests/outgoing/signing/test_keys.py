"""Where keys come from: files of the administrator, a service on loopback; and what happens when they are not there."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils

from mangnon.documents.official import write_pdf
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.signing.keys import has_key, key_of, trusted_roots
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from mangnon.outgoing.signing.remote import RemoteKey
from mangnon.outgoing.signing.software import SoftwareKey
from tests.outgoing import made
from tests.outgoing.signing.certificates import PASSPHRASE, pkcs12_file, root, software_key

BODY = "90.SO_YT"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MANGNON_SIGNING_DIR", str(tmp_path))
    return tmp_path


class Service:
    """A signing service on this machine that talks as the CSC interface does."""

    def __init__(self) -> None:
        self.key = software_key("Chủ thể mẫu ký từ xa")
        self.asked: list[tuple[str, dict[str, Any], str]] = []
        self.fault = ""

    def answer(self, path: str, question: dict[str, Any]) -> tuple[int, Any]:
        if self.fault == "refuses":
            return 401, {"error": "invalid_token"}
        if self.fault == "babbles":
            return 200, ["?"]
        if path.endswith("credentials/info"):
            chain = [self.key.certificate, *self.key.chain]
            return 200, {"cert": {"certificates": [base64.b64encode(each).decode() for each in chain]}}
        digest = base64.b64decode(question["hashes"][0])
        made_one = self.key._key.sign(digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))  # type: ignore[union-attr, call-arg, arg-type]
        if self.fault == "signs something else":
            made_one = bytes(len(made_one))
        return 200, {"signatures": [base64.b64encode(made_one).decode()]}


@pytest.fixture
def service() -> Iterator[tuple[Service, str]]:
    served = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append((self.path, question, self.headers.get("Authorization", "")))
            status, told = served.answer(self.path, question)
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield served, f"http://127.0.0.1:{server.server_port}/csc/v2"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_remote_key_signs_without_seeing_the_paper(service: tuple[Service, str]) -> None:
    served, address = service
    key = RemoteKey(address, "khoa-1", token="bi-mat")
    signed = sign_pdf(write_pdf(made.document()), key, field="NguoiKy", reason="Ký")
    (found,) = read_signatures(signed, roots=[root().pem])
    assert found.holds
    assert found.trust == "chain"
    assert found.subject.startswith("Chủ thể mẫu ký từ xa")
    asked = [path.rpartition("/csc/v2/")[2] for path, _, _ in served.asked]
    assert asked == [
        "credentials/info",
        "signatures/signHash",
    ]
    assert all(token == "Bearer bi-mat" for _, _, token in served.asked)
    assert len(base64.b64decode(served.asked[1][1]["hashes"][0])) == 32


@pytest.mark.parametrize(("fault", "code"), [("refuses", "service_refused"), ("babbles", "service_unusable")])
def test_a_service_that_fails_is_told_in_words(service: tuple[Service, str], fault: str, code: str) -> None:
    served, address = service
    served.fault = fault
    with pytest.raises(Refusal) as refused:
        RemoteKey(address, "khoa-1")
    assert refused.value.code == code


def test_a_service_that_signs_something_else_is_found(service: tuple[Service, str]) -> None:
    served, address = service
    served.fault = "signs something else"
    signed = sign_pdf(write_pdf(made.document()), RemoteKey(address, "khoa-1"), field="NguoiKy", reason="Ký")
    assert not read_signatures(signed)[0].is_intact


def test_nobody_there_is_told_in_words() -> None:
    with pytest.raises(Refusal) as refused:
        RemoteKey("http://127.0.0.1:9/csc", "khoa-1", timeout=1)
    assert refused.value.code == "service_silent"


@pytest.mark.parametrize("address", ["http://ky-so.example/csc", "file:///etc/passwd", "ftp://127.0.0.1/"])
def test_only_a_safe_address_is_asked(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        RemoteKey(address, "khoa-1")
    assert refused.value.code == "address_not_safe"


def test_a_key_lies_in_a_file_of_its_body(folder: Path) -> None:
    assert not has_key(BODY)
    (folder / f"{BODY}.p12").write_bytes(pkcs12_file("Sở Y tế mẫu"))
    (folder / f"{BODY}.pass").write_bytes(PASSPHRASE + b"\n")
    assert has_key(BODY)
    assert key_of(BODY).label.startswith("Sở Y tế mẫu")
    assert not has_key("90.SO_TP")
    assert not has_key("../90.SO_YT")


def test_a_remote_key_is_described_in_a_file(folder: Path, service: tuple[Service, str]) -> None:
    (folder / "token").write_text("bi-mat\n", encoding="utf-8")
    told = {"kind": "remote", "address": service[1], "credential": "k", "token_file": str(folder / "token")}
    (folder / f"{BODY}.json").write_text(json.dumps(told), encoding="utf-8")
    assert key_of(BODY).label.startswith("Chủ thể mẫu ký từ xa")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "no_key"),
        ({"p12": b"hong", "pass": b"x"}, "key_not_opened"),
        ({"p12": b"hong"}, "bad_key_file"),
        ({"json": b'{"kind": "pkcs11"}'}, "bad_key_file"),
        ({"json": b'{"kind": "telepathy"}'}, "bad_key_file"),
        ({"json": b"{"}, "bad_key_file"),
        ({"json": b"{}"}, "bad_key_file"),
    ],
)
def test_what_is_not_set_up_is_told(folder: Path, files: dict[str, bytes], code: str) -> None:
    for ending, content in files.items():
        (folder / f"{BODY}.{ending}").write_bytes(content)
    with pytest.raises(Refusal) as refused:
        key_of(BODY)
    assert refused.value.code == code
    assert "Chưa có chữ ký nào được tạo" in refused.value.message


def test_a_wrong_passphrase_opens_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        SoftwareKey.from_pkcs12(pkcs12_file(), b"sai")
    assert refused.value.code == "key_not_opened"


def test_roots_are_files_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MANGNON_SIGNING_ROOTS")
    assert trusted_roots() == ()
    (tmp_path / "goc.pem").write_bytes(root().pem)
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư", encoding="utf-8")
    monkeypatch.setenv("MANGNON_SIGNING_ROOTS", str(tmp_path))
    assert trusted_roots() == (root().pem,)
