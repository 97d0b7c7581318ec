"""Reads every paper there is a gold for, scores it and writes docs/reading.md.

    python -m benchmarks.reading_quality [--also DIR]... [--out FILE] [--peers PYTHON]

Figures of quality are the same in every run on the same sources; those of speed are of the machine and the day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.reading_quality import peers, prose, sections
from benchmarks.reading_quality.papers import ROOT, SHARED, evaluation_papers, grouped, papers_in, written_papers
from benchmarks.reading_quality.reading import results


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reading_quality", description=__doc__)
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="DIR", help="papers with golds")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "reading.md", metavar="FILE")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="an interpreter that has underthesea and pyvi")
    parser.add_argument("--date", type=dt.date.fromisoformat, default=None, help="the day to print (default: today)")
    return parser.parse_args(argv)


def prepare() -> None:
    """Django's settings, for the catalogue and the reader; no database is opened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings.base")
    import django

    django.setup()


def main(argv: Sequence[str] | None = None) -> int:
    """See the module. 2 when there is nothing to read."""
    options = _arguments(argv)
    prepare()
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
    if options.peers:
        peers.measure(options.peers, lambda line: print(line, flush=True))
    parts = [
        sections.head_part(day),
        prose.BLIND,
        *sections.quality_part(read),
        sections.left_out_part(read),
        sections.words_part(),
        sections.calibration_part(),
        sections.peers_part(),
    ]
    parts += [sections.exclusion_part(), sections.speed_part()]
    options.out.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", encoding="utf-8")
    print(f"written: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
