"""What some tests need from the machine, and how to tell that it is not there.

A missing need skips its tests, loudly. MANGNON_REQUIRE («browser office ocr postgres hsm») turns such a skip into a
failure: a build server must not pass because it lacks something.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"


def chromium() -> str | None:
    """The path of the system's Chromium, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def office() -> str | None:
    """The path of LibreOffice, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def softhsm() -> str | None:
    """The library of the hardware module in software, None where it or its tool is not there."""
    places = (
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
    )
    return next((each for each in places if Path(each).is_file() and shutil.which("softhsm2-util")), None)


def missing_needs() -> dict[str, str]:
    """Marker → why its tests cannot run here."""
    missing = {}
    if chromium() is None:
        missing["browser"] = "no Chromium (Debian: apt-get install chromium)"
    if office() is None:
        missing["office"] = "no LibreOffice (Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"
    if shutil.which("tesseract") is None:
        missing["ocr"] = "no Tesseract (Debian: apt-get install tesseract-ocr tesseract-ocr-vie)"
    if softhsm() is None:
        missing["hsm"] = "no hardware module in software (Debian: apt-get install softhsm2)"
    if not (SHARED / "corpus").is_dir():
        missing["shared"] = "the corpus of evaluation documents does not lie beside the repository"
    return missing


def required_needs() -> set[str]:
    """What this run may not do without."""
    return set(os.environ.get("MANGNON_REQUIRE", "").split())
