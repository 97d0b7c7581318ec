"""A key in a hardware module, by a module in software (SoftHSM) that talks as one: PKCS #11."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509 import load_der_x509_certificate

from mangnon.documents.official import write_pdf
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.signing.hardware import HardwareKey, Place
from mangnon.outgoing.signing.keys import key_of
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from tests.harness.needs import softhsm
from tests.outgoing import made
from tests.outgoing.signing.certificates import PASSPHRASE, pkcs12_file, root

pytestmark = pytest.mark.hsm
BODY = "90.SO_YT"
TOKEN, PIN = "con-dau-mau", "246810"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A token with two keys, «rsa» and «ec», each with its certificate; how a site would describe the first."""
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(settings))  # the library reads it once in a process, when it is first asked
    library = softhsm()
    assert library is not None
    tool = [shutil.which("softhsm2-util") or "", "--pin", PIN]
    begun = [*tool, "--init-token", "--free", "--label", TOKEN, "--so-pin", "13579135"]
    subprocess.run(begun, check=True, capture_output=True, timeout=60)
    for number, (label, curve) in enumerate((("rsa", False), ("ec", True)), start=1):
        key, certificate, _ = pkcs12.load_key_and_certificates(pkcs12_file("Sở Y tế mẫu", curve=curve), PASSPHRASE)
        assert key is not None
        assert certificate is not None
        file = folder / f"{label}.pem"
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        laid = [*tool, "--import", str(file), "--token", TOKEN, "--label", label, "--id", f"0{number}"]
        subprocess.run(laid, check=True, capture_output=True, timeout=60)
        _lay_certificate(library, label, certificate.public_bytes(Encoding.DER))
    (folder / "pin").write_text(PIN + "\n", encoding="utf-8")
    (folder / "chain.pem").write_bytes(root().pem)
    yield {
        "kind": "pkcs11",
        "module": library,
        "token": TOKEN,
        "key": "rsa",
        "pin_file": str(folder / "pin"),
        "chain_file": str(folder / "chain.pem"),
    }
    patch.undo()


def _lay_certificate(library: str, label: str, der: bytes) -> None:
    import pkcs11

    with pkcs11.lib(library).get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.SUBJECT: b"",
                pkcs11.Attribute.VALUE: der,
            }
        )


@pytest.mark.parametrize("label", ["rsa", "ec"])
def test_a_paper_is_signed_by_a_module(
    module: dict[str, str], label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANGNON_SIGNING_DIR", str(tmp_path))
    (tmp_path / f"{BODY}.json").write_text(json.dumps({**module, "key": label}), encoding="utf-8")
    key = key_of(BODY)
    assert key.label.startswith("Sở Y tế mẫu")
    assert len(key.chain) == 1
    signed = sign_pdf(write_pdf(made.document()), key, field="CoQuan", reason="Phát hành")
    (found,) = read_signatures(signed, roots=(root().pem,))
    assert found.is_intact
    assert found.trust == "chain"


def test_a_signature_of_a_curve_is_two_whole_numbers(module: dict[str, str]) -> None:
    """Numbers that begin with noughts too: every one of twenty is read by the library that checks."""
    key = HardwareKey(Place.of({**module, "key": "ec"}))
    public = load_der_x509_certificate(key.certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    for number in range(20):
        data = f"văn bản {number}".encode()
        public.verify(key.sign(data), data, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pin": "000000"}, "wrong_pin"),
        ({"token": "khong-co"}, "no_such_key"),
        ({"key": "khong-co"}, "no_certificate"),
        ({"module": "/khong/co.so"}, "device_silent"),
    ],
)
def test_what_keeps_a_module_from_signing_is_told(
    module: dict[str, str], change: dict[str, str], code: str, tmp_path: Path
) -> None:
    described = {**module, **{name: value for name, value in change.items() if name != "pin"}}
    if "pin" in change:
        (tmp_path / "pin").write_text(change["pin"], encoding="utf-8")
        described["pin_file"] = str(tmp_path / "pin")
    with pytest.raises(Refusal) as refused:
        HardwareKey(Place.of(described))
    assert refused.value.code == code
    assert "Chưa có chữ ký nào được tạo" in refused.value.message
    assert PIN not in str(refused.value)


def test_a_site_without_the_library_for_modules_says_so(
    module: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(Refusal) as refused:
        HardwareKey(Place.of(module))
    assert refused.value.code == "token_not_set_up"
