"""What the repository may hold, and what must agree with what."""

from __future__ import annotations

import re

import pytest

import mangnon
from tests.architecture.walls import REPOSITORY, SOURCE, project_file, tracked_files

# Written in two halves, so that this file does not hold what it looks for.
_HALVES = [
    ("py", r"pi\.org"),
    ("python", "hosted"),
    (r"registry\.", "npmjs"),
    (r"deb\.", r"debian\.org"),
    (r"index", r"-url\s*[= ]"),
    ("--find", "-links"),
    (r"(?<![\w.])/ho", r"me/\w"),
    (r"(?<![\w.])/ro", r"ot/\w"),
    (r"(?<![\w.])/wo", r"rk/(?:main|shared)"),
    (r"(?<![\w.])/Us", r"ers/\w"),
]
FORBIDDEN = re.compile("|".join(first + second for first, second in _HALVES), re.IGNORECASE)
LOCKS = ["build", "run", "postgres", "test", "check"]
# The one place where the tool that writes the locks is told to leave addresses out.
_ALLOWED = {"requirements/lock": {"--no-emit-index" + "-url", "--no-emit-find" + "-links"}}


def _text(path_bytes: bytes) -> str | None:
    return None if b"\0" in path_bytes[:4096] else path_bytes.decode("utf-8", errors="replace")


def test_no_file_names_a_registry_or_a_place_on_some_machine() -> None:
    found = []
    for path in tracked_files():
        text = _text(path.read_bytes())
        if text is None:
            continue
        name = path.relative_to(REPOSITORY).as_posix()
        for words in _ALLOWED.get(name, set()):
            text = text.replace(words, "")
        for number, line in enumerate(text.splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{name}:{number}: {line.strip()[:120]}")
    assert not found, "registry hosts and machine paths do not belong in the repository:\n" + "\n".join(found)


def test_the_search_for_hosts_and_places_finds_them() -> None:
    for planted in ("https://py" + "pi.org/simple", "/ho" + "me/lan/x", '"/wo' + 'rk/main"', "--index" + "-url=x"):
        assert FORBIDDEN.search(planted), planted
    for innocent in ("see /trang-chu/", "homework", "/workflow/", "index_url"):
        assert not FORBIDDEN.search(innocent), innocent


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines
    for line in lines:
        assert re.match(r"^[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==[^\s;]+ ", line), f"not pinned: {line[:80]}"
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", line), f"no hash: {line[:80]}"


def _pins(name: str) -> dict[str, str]:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("larger", ["test", "check"])
def test_the_locks_agree(larger: str) -> None:
    """What is tested is what runs: the larger environments hold the smaller ones at the same versions."""
    pins = _pins(larger)
    for name in ("build", "run", "postgres", *(["test"] if larger == "check" else [])):
        differing = {key: (value, pins.get(key)) for key, value in _pins(name).items() if pins.get(key) != value}
        assert not differing, f"{name}.txt and {larger}.txt differ: {differing}; run `make lock`"


def _bare(requirement: str) -> str:
    return re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0].lower()


def _declared() -> dict[str, set[str]]:
    project = project_file()["project"]
    declared = {"run": {_bare(text) for text in project["dependencies"]}}
    for name in ("build", "postgres", "test", "check"):
        lines = (REPOSITORY / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
        declared[name] = {_bare(line) for line in lines if line.strip() and not line.startswith("#")}
    return declared


def test_every_direct_dependency_is_locked_and_has_its_reason() -> None:
    reasons = (REPOSITORY / "requirements" / "README.md").read_text(encoding="utf-8").lower()
    for lock, names in _declared().items():
        assert names <= _pins(lock).keys(), f"{lock}.txt lacks {sorted(names - _pins(lock).keys())}; run `make lock`"
        for name in names:
            assert f"| {name} |" in reasons, f"requirements/README.md says nothing of {name}"


def test_the_version_is_one() -> None:
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    publiccode = (REPOSITORY / "publiccode.yml").read_text(encoding="utf-8")
    version = project_file()["project"]["version"]
    assert mangnon.__version__ == version
    assert f"## {version}" in changes, f"CHANGELOG.md has no section «## {version}»"
    assert f"softwareVersion: {version}" in publiccode


def test_documents_link_to_what_exists() -> None:
    broken = []
    for path in tracked_files():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(REPOSITORY)} → {target}")
    assert not broken, broken


def test_decisions_are_numbered_once_and_complete() -> None:
    numbers = []
    for path in sorted((REPOSITORY / "docs" / "decisions").glob("[0-9]*.md")):
        numbers.append(path.name[:4])
        text = path.read_text(encoding="utf-8")
        for heading in ("Context", "Decision", "Rejected", "(Consequences|Limits)"):
            assert re.search(rf"^## {heading}", text, re.MULTILINE), f"{path.name} has no section «{heading}»"
    assert len(numbers) == len(set(numbers)), f"a number is used twice: {numbers}"
    for text_file in tracked_files():
        if text_file.suffix in {".py", ".md", ".toml"}:
            for number in re.findall(r"docs/decisions/(\d{4})", text_file.read_text(encoding="utf-8")):
                assert number in numbers, f"{text_file} names decision {number}, which is absent"


def test_no_catch_all_modules() -> None:
    banned = {"utils", "helpers", "common", "core", "manager", "managers", "misc"}
    found = [path for path in SOURCE.rglob("*") if path.stem in banned and "__pycache__" not in path.parts]
    assert not found, f"say in the name what it holds: {found}"
