"""How fast the sample scan is read: cold, as a command, and warm, in a process that has read before."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import Measure, seconds


def measures() -> Iterator[Measure]:
    """Cold start and warm speed; the task count is given so that speed is never bought with silence."""
    from mangnon.documents.reading import read_directive
    from mangnon.documents.reading.repair import load_repairer
    from mangnon.documents.reading.sources import load_lines
    from mangnon.project.sample import find_scan

    scan = find_scan()
    command = [sys.executable, "-m", "mangnon", "directive", "read", str(scan), "--json"]
    cold = seconds(lambda: subprocess.run(command, check=True, capture_output=True), times=3)
    yield Measure("cold start, whole command", cold, "s", "interpreter, model and reading")

    def load() -> None:
        load_repairer.cache_clear()
        load_repairer()

    yield Measure("language model loaded", seconds(load), "s")
    source = load_lines(scan.read_bytes(), scan.name)
    repairer = load_repairer()
    warm = seconds(lambda: read_directive(source.lines, file=scan.name, repairer=repairer))
    reading = read_directive(source.lines, file=scan.name, repairer=repairer)
    yield Measure("read, warm", len(source.lines) / warm, "lines/s", f"{len(source.lines)} lines")
    repair = seconds(lambda: repairer.repair_lines(source.lines))
    yield Measure("repair alone, warm", len(source.lines) / repair, "lines/s")
    yield Measure("tasks found", len(reading.tasks), "tasks")
