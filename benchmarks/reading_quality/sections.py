"""The parts of docs/reading.md: each answers with Markdown, "" where there is nothing to say."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence

from benchmarks.reading_quality import exclusion, leave_out, peers, prose, sheet, speed, words
from benchmarks.reading_quality.papers import ROOT, SHARED, evaluation_papers, written_papers
from benchmarks.reading_quality.reading import Result
from benchmarks.reading_quality.scoring import Words, total


def _machine() -> str:
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return (
        f"one {platform.machine()} machine\n"
        f"with {os.cpu_count()} processors and {round(megabytes / 1024)} GB of memory "
        f"(Python {platform.python_version()}, one process at a time)"
    )


def head_part(day: dt.date) -> str:
    """Title, day, version, machine, and how counting is done."""
    from mangnon import __version__

    return (
        "# How well directives are read\n\n"
        f"Written by `make bench-reading` on {day:%d/%m/%Y}, version {__version__}, on {_machine()}.\n"
        f"Do not edit: run it again.\n{prose.COUNTING}"
    )


def quality_part(read: Sequence[Result]) -> list[str]:
    """Summary against the targets, then every document."""
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


def words_part() -> str:
    """Words right before and after repair."""
    known = [("Kon Tum scan, lines aligned 1:1 (target 95 %)", words.kon_tum_words())]
    for group, name in (("development", "own development papers"), ("held_out", "own held-out papers (blind)")):
        files = [words.read_pairs(path) for path in words.pair_files(group)]
        known.append((f"{name}, printed and read with eng", _added(words.aligned_words(lines) for lines in files)))
    rows = []
    for name, found in known:
        if found is not None:
            shares = [found.before / found.total, found.after / found.total]
            shares.append(found.after / max(found.total - found.skipped, 1))
            rows.append([name, str(found.total), *map(sheet.percent, shares), str(found.skipped)])
    if not rows:
        return ""
    head = ["lines", "words", "right before", "right after", "where the number of words was kept", "lost so"]
    return f"## Words\n\n{sheet.table(head, rows)}\n{prose.WORDS}"


def _added(parts: Iterable[Words]) -> Words | None:
    found = list(parts)
    if not found:
        return None
    return Words(*(sum(getattr(part, name) for part in found) for name in ("total", "before", "after", "skipped")))


def calibration_part() -> str:
    """Confidence against truth."""
    groups = {
        "Kon Tum": [[(clean, damaged) for _, clean, damaged in words.kon_tum_lines()]],
        "own development papers": [words.read_pairs(path) for path in words.pair_files("development")],
        "own held-out papers": [words.read_pairs(path) for path in words.pair_files("held_out")],
    }
    rows = [
        [name, _band(band.low), str(band.count), sheet.percent(band.said), sheet.percent(band.right)]
        for name, texts in groups.items()
        for band in words.calibration(texts)
    ]
    if not rows:
        return ""
    head = ["lines", "confidence", "words", "sure, on average", "right"]
    return f"## How far confidence can be believed\n\n{sheet.table(head, rows)}"


def _band(low: float) -> str:
    high = next((bound for bound in words.BANDS if bound > low), 1.0)
    return f"{low:g} to {min(high, 1):g}"


def left_out_part(read: Sequence[Result]) -> str:
    """The table of one document left out."""
    known = [result for result in read if result.paper.path.is_relative_to(SHARED)]
    if not known:
        return ""
    shipped = {result.paper.path: result.counts for result in known}
    found = leave_out.left_out([result.paper for result in known], shipped, lambda line: print(line, flush=True))
    rows = []
    for item in found:
        for name, counts in (
            ("shipped", item.shipped),
            ("taught by the others", item.taught),
            ("taken away", item.stripped),
        ):
            if counts is not None:
                what = f"{name} ({len(item.entries)} entries)" if name == "taken away" else name
                rows.append([item.stem if name == "shipped" else "", what, *sheet.figures(counts)])
    for name, parts in (
        ("shipped", [item.shipped for item in found]),
        ("taught by the others", [item.taught for item in found if item.taught is not None]),
        ("taken away", [item.stripped for item in found]),
    ):
        if parts:
            rows.append(["**together**" if name == "shipped" else "", name, *sheet.figures(total(parts))])
    entries = "\n".join(f"- {item.stem}: {'; '.join(item.entries) or 'none'}" for item in found)
    table = sheet.table(["document, all its forms", "lexicon", *sheet.FIGURES], rows)
    return f"{prose.LEFT_OUT}\n{table}\n\nTaken away:\n\n{entries}"


def exclusion_part() -> str:
    """Inputs of the data, and what of the evaluation papers was counted."""
    same = exclusion.inputs_among_evaluation()
    rows = [[name, size, f"`{digest[:16]}…`"] for name, size, digest in exclusion.inputs()]
    parts = [prose.EXCLUSION, sheet.table(["input", "bytes", "SHA-256"], rows)]
    parts.append(
        f"Inputs that are an evaluation file, byte for byte (of {len(exclusion.evaluation_files())}): "
        f"{', '.join(same) or 'none'}."
    )
    papers = [*evaluation_papers(), *written_papers()]
    clean = sorted({path for paper in papers if (path := paper.gold_path.with_name(f"{paper.stem}.txt")).is_file()})
    kon_tum = SHARED / "corpus" / "seeds" / "kontum_501_khubnd.clean.txt"
    files = [path for path in [*clean, kon_tum] if path.is_file()]
    found = exclusion.overlap([path.read_text(encoding="utf-8") for path in files], exclusion.counted_lines())
    for run, (runs, met) in found.items():
        told = f"- {runs} runs of {run} words stand in these {len(files)} papers"
        parts.append(f"{told}; {met} of them, {sheet.percent(met / runs)}, also in what was counted")
    return "\n\n".join(part.strip() for part in parts[:3]) + "\n\n" + "\n".join(parts[3:])


def peers_part() -> str:
    """The table of peers, as measured last."""
    kept = peers.kept()
    if kept is None:
        return ""
    names = sorted(kept["versions"])
    rows = []
    for row in kept["rows"]:
        scores = [row.get(name) for name in ("Măng Non", *names)]
        before = row["Măng Non"]["before"] / row["Măng Non"]["total"]
        cells = [sheet.percent(score["after"] / score["total"]) if score else "–" for score in scores]
        rows.append([row["text"], str(row["Măng Non"]["total"]), sheet.percent(before), *cells])
    versions = []
    for name, told in kept["versions"].items():
        versions.append(f"{name} {told.get('version') or ''} {told.get('missing', '')}".strip())
    table = sheet.table(["lines", "words", "before", "Măng Non", *names], rows)
    return f"{prose.PEERS}\nMeasured on {kept['date']}: {'; '.join(versions)}.\n\n{table}"


def speed_part() -> str:
    """Speed, start-up, memory, size."""
    damaged = [paper.path for paper in evaluation_papers() if paper.group in ("damaged", "Kon Tum, raw scan")]
    paths = damaged or sorted((ROOT / "samples").glob("*.ocr.txt"))
    found = speed.measured(paths)
    rows = [
        ["lines repaired a second, every word new", f"{found.rate:.0f}", "≥ 400"],
        ["the same, a second of processor time", f"{found.own_rate:.0f}", ""],
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
