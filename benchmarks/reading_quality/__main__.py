"""Reads every paper there is a gold for, scores it and writes docs/reading.md.

    python -m benchmarks.reading_quality [--also DIR]... [--out FILE]

Figures of quality are the same in every run on the same sources; those of speed are of the machine and the day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.reading_quality import prose, sheet, speed, words
from benchmarks.reading_quality.papers import ROOT, SHARED, evaluation_papers, grouped, papers_in, written_papers
from benchmarks.reading_quality.reading import Result, results


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reading_quality", description=__doc__)
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="DIR", help="papers with golds")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "reading.md", metavar="FILE")
    parser.add_argument("--date", type=dt.date.fromisoformat, default=None, help="the day to print (default: today)")
    return parser.parse_args(argv)


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings.base")
    import django

    django.setup()


def _machine() -> str:
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return (
        f"one {platform.machine()} machine\n"
        f"with {os.cpu_count()} processors and {round(megabytes / 1024)} GB of memory "
        f"(Python {platform.python_version()}, one process at a time)"
    )


def _head(day: dt.date) -> str:
    from mangnon import __version__

    return (
        "# How well directives are read\n\n"
        f"Written by `make bench-reading` on {day:%d/%m/%Y}, version {__version__}, on {_machine()}.\n"
        f"Do not edit: run it again.\n{prose.COUNTING}"
    )


def _quality(read: Sequence[Result]) -> list[str]:
    groups = [
        (name, [result for result in read if result.paper.group == name])
        for name in dict.fromkeys(result.paper.group for result in read)
    ]
    missed = sheet.missed(groups)
    parts = [
        "## By group, against the targets\n\n" + sheet.summary(groups),
        f"Not met: {'; '.join(missed)}." if missed else "Every target that applies is met.",
        prose.SCANS,
        "## By document",
    ]
    parts += [f"### {name}\n{sheet.by_document(group)}" for name, group in groups]
    return parts


def _words() -> str:
    rows = []
    known = [("Kon Tum scan, lines aligned 1:1 (target 95 %)", words.kon_tum_words())]
    known += [
        (f"{path.name.split('.')[0]}, own paper printed and read", words.aligned_words(words.read_pairs(path)))
        for path in words.pair_files()
    ]
    for name, found in known:
        if found is not None:
            shares = [found.before / found.total, found.after / found.total]
            rows.append([name, str(found.total), *map(sheet.percent, shares), str(found.skipped)])
    if not rows:
        return ""
    head = ["lines", "words", "right before", "right after", "in lines whose number of words changed"]
    return "## Words\n\n" + sheet.table(head, rows)


def _speed() -> str:
    damaged = [paper.path for paper in evaluation_papers() if paper.group in ("damaged", "Kon Tum, raw scan")]
    paths = damaged or sorted((ROOT / "samples").glob("*.ocr.txt"))
    found = speed.measured(paths)
    rows = [
        ["lines repaired a second, every word new", f"{found.rate:.0f}", "≥ 400"],
        ["whole command for a text of one line", f"{found.start:.2f} s", "≤ 1.5 s"],
        ["of that, loading the model", f"{found.load:.2f} s", "< 1 s"],
        ["resident at most, whole process", f"{found.megabytes:.0f} MB", "≤ 300 MB"],
        ["data in the package", f"{_data_size():.1f} MB", "≤ 12 MB"],
    ]
    what = f"{len(paths)} damaged files, {found.lines} lines that are not empty; best of five processes"
    return f"## Speed of repair\n\n{what}.\n\n" + sheet.table(["what", "measured", "target"], rows)


def _data_size() -> float:
    folder = ROOT / "src" / "mangnon" / "documents" / "data"
    return sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".npz", ".tsv")) / 1e6


def main(argv: Sequence[str] | None = None) -> int:
    """See the module. 2 when there is nothing to read."""
    options = _arguments(argv)
    _prepare()
    papers = [*evaluation_papers(), *written_papers()]
    for folder in options.also:
        if not folder.is_dir():
            sys.stderr.write(f"reading_quality: no such folder: {folder}\n")
            return 2
        papers += papers_in(folder, "given with --also")
    if not SHARED.is_dir():
        print("No ../shared beside the repository: only the papers that the project wrote are read.")
    if not papers:
        sys.stderr.write("reading_quality: no paper with a gold was found; give a folder with --also\n")
        return 2
    for group, members in grouped(papers):
        print(f"{group}: {len(members)}", flush=True)
    read = results(papers, lambda line: print(line, flush=True))
    day = options.date or dt.date.today()  # noqa: DTZ011 (the day of the machine that measured)
    parts = [_head(day), prose.BLIND, *_quality(read), _words(), _speed()]
    options.out.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", encoding="utf-8")
    print(f"written: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
