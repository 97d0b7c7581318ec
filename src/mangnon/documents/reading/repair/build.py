"""Build the data of the repairer.

    python -m mangnon.documents.reading.repair.build --corpus FILE.xz --syllables FILE --out DIR [--seed N] [--lines N]

Counts the corpus (xz, one paragraph a line), prints a few thousand of its lines to images, reads them with an engine
without Vietnamese and learns the confusions. Paragraphs kept for tests are used for neither. The counts are the same in
every run; the confusions depend on the seed, the fonts and the version of the engine.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from .package_data import CONFUSIONS_FILE, INPUTS_FILE, LANGUAGE_FILE, SYMBOLS_FILE
from .training.confusions import learn_confusions, word_pairs
from .training.counting import Counts, Inputs, clean_paragraphs, count_corpus
from .training.packing import pack
from .training.rendering import ReaderMissing, damaged_pairs

_LONGEST_LINE: Final = 82
_ONE_IN: Final = 40


def sample_lines(corpus: Path, count: int, seed: int, *, held_out: bool) -> list[str]:
    """Lines of 30 to 82 signs cut from paragraphs drawn at random, either from those counted or from those held out."""
    chance = random.Random(seed)  # noqa: S311 (a reproducible draw, no secret)
    paragraphs = [
        line
        for line in clean_paragraphs(corpus, held_out=held_out)
        if (held_out or chance.random() * _ONE_IN < 1) and len(line) > 60
    ]
    chance.shuffle(paragraphs)
    lines: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.split()
        start = chance.randrange(max(1, len(words) - 12))
        line = ""
        for word in words[start:]:
            if len(line) + len(word) >= _LONGEST_LINE:
                break
            line = f"{line} {word}".strip()
        if len(line) >= 30:
            lines.append(line)
        if len(lines) == count:
            break
    return lines


def symbol_parts(counts: Counts) -> dict[str, int]:
    """Abbreviations in the symbols of documents that the corpus names five times or more."""
    parts: Counter[str] = Counter()
    for suffix, times in counts.suffixes.items():
        for part in re.split("[-/]", suffix):
            parts[part] += times
    kept = [(part, times) for part, times in parts.items() if (times >= 5 and not part[-1:].islower()) or part == "TTg"]
    return dict(sorted(kept, key=lambda item: (-item[1], item[0])))


def _table(header: str, rows: Sequence[tuple[object, ...]]) -> str:
    return "\n".join([header, *("\t".join(map(str, row)) for row in rows)]) + "\n"


def input_rows(paths: Sequence[Path]) -> list[tuple[object, ...]]:
    """Name, size and SHA-256 of each file: what the data was made from can be checked later."""
    return [(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]


def _inputs(options: argparse.Namespace) -> list[Path | None]:
    return [options.corpus, options.syllables, options.wording, options.people, options.bodies, *options.names]


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build", description="Counts a corpus and learns the confusions of letters.")
    parser.add_argument("--corpus", type=Path, required=True, help="xz file of clean Vietnamese, one paragraph a line")
    parser.add_argument("--syllables", type=Path, required=True, help="list of valid syllables, one a line")
    parser.add_argument("--wording", type=Path, help="phrases of directives, one a line")
    parser.add_argument("--people", type=Path, help="parts of people's names")
    parser.add_argument("--bodies", type=Path, help="JSON catalogue of agencies and words for classes of them")
    parser.add_argument(
        "--names", type=Path, nargs="*", default=[], help="CSV registers of places with a column `name`"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the data files")
    parser.add_argument("--seed", type=int, default=20250217, help="for drawing and spoiling lines")
    parser.add_argument("--lines", type=int, default=8000, help="how many lines are printed and read")
    parser.add_argument("--least-pair", type=int, default=1, help="pairs seen less often are dropped")
    parser.add_argument("--least-triple", type=int, default=2, help="triples seen less often are dropped")
    parser.add_argument("--only", choices=("counts", "confusions"), help="build one part alone")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the three data files; 2 when an input or the reading program is missing."""
    options = _arguments(argv)
    for path in _inputs(options):
        if path is not None and not path.is_file():
            sys.stderr.write(f"build: no such file: {path}\n")
            return 2
    options.out.mkdir(parents=True, exist_ok=True)
    rows = input_rows([path for path in _inputs(options) if path is not None])
    (options.out / INPUTS_FILE).write_text(_table("file\tbytes\tsha256", rows), encoding="utf-8")
    if options.only != "confusions":
        counts = count_corpus(
            Inputs(
                options.corpus, options.syllables, options.wording, options.bodies, options.people, tuple(options.names)
            )
        )
        np.savez_compressed(options.out / LANGUAGE_FILE, **pack(counts, options.least_pair, options.least_triple))
        parts = list(symbol_parts(counts).items())
        (options.out / SYMBOLS_FILE).write_text(_table("part\tcount", parts), encoding="utf-8")
        sys.stdout.write(f"{counts.paragraphs} paragraphs, {counts.tokens} tokens, {len(counts.vocabulary)} words\n")
    if options.only != "counts":
        try:
            pairs = damaged_pairs(
                sample_lines(options.corpus, options.lines, options.seed, held_out=False), options.seed
            )
        except ReaderMissing as missing:
            sys.stderr.write(f"build: {missing}\n")
            return 2
        words = word_pairs(pairs)
        learned = sorted(learn_confusions(words).items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
        table = _table("letter\tread\tcount", [(letter, read, count) for (letter, read), count in learned])
        (options.out / CONFUSIONS_FILE).write_text(table, encoding="utf-8")
        sys.stdout.write(f"{len(pairs)} lines read, {words.total()} words, {len(learned)} confusions\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
