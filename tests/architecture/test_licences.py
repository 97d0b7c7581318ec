"""What Măng Non is bound to at run time lets it be MIT."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.architecture.walls import REPOSITORY

COPYLEFT = re.compile(
    r"\b(?:A?GPL|LGPL|GNU|MPL|Mozilla Public|EUPL|EPL|Eclipse Public|CDDL|OSL|SSPL|BUSL|Commons Clause"
    r"|CC[- ]BY[- ](?:SA|NC))",
    re.IGNORECASE,
)
# Package → why its licence does not bind ours. Each is named in docs/decisions/0003.
ALLOWED: dict[str, str] = {
    # A file of root certificates, brought by the signing of PDF files; never called by us, unchanged, replaceable.
    "certifi": "MPL-2.0 reaches its own files only",
}


def _locked() -> list[str]:
    text = (REPOSITORY / "requirements" / "run.txt").read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)


def _licence(package: str) -> str:
    """The declared licence: the SPDX expression, else the classifiers, else the first line of the free text."""
    told = metadata(package)
    if expression := told.get("License-Expression"):
        return expression
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    if classifiers:
        return "; ".join(classifiers)
    return (told.get("License") or "").strip().splitlines()[0] if told.get("License") else ""


def _is_bound(licence: str) -> bool:
    """True when every choice the licence offers is copyleft («MIT OR GPL-2.0» leaves MIT)."""
    return all(COPYLEFT.search(choice) for choice in re.split(r"\s+OR\s+", licence))


@pytest.mark.parametrize("package", _locked())
def test_no_copyleft_at_run_time(package: str) -> None:
    try:
        licence = _licence(package)
    except PackageNotFoundError:
        assert package in {"tzdata", "colorama"}, f"{package} is locked but not installed: run `make test`"
        return
    assert licence, f"{package} declares no licence: read its licence file, and enter it in ALLOWED with the reason"
    if package not in ALLOWED:
        assert not _is_bound(licence), f"{package} is «{licence}»: it may not be a dependency (docs/decisions/0003)"


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-or-later", "License :: OSI Approved :: GNU Affero GPL", "LGPL-2.1", "MPL-2.0"]
)
def test_copyleft_is_recognised(licence: str) -> None:
    assert _is_bound(licence)


@pytest.mark.parametrize("licence", ["MIT", "BSD-3-Clause", "Apache-2.0 OR GPL-2.0-only", "MIT-CMU", "PSF-2.0"])
def test_permissive_is_let_through(licence: str) -> None:
    assert not _is_bound(licence)
