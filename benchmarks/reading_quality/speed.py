"""Speed, start-up and memory of repair, each taken of a whole process of its own.

    python -m benchmarks.reading_quality.speed FILE...

prints one JSON object: what a process needs that repairs the files and nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_RUNS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of a whole command for one line and of loading alone; lines repaired a second after that.

    `own_rate`: lines a second of processor time, which other work on the machine disturbs less. `megabytes`: resident
    at most, the whole process.
    """

    start: float
    load: float
    lines: int
    rate: float
    own_rate: float
    megabytes: float


def measured(paths: Sequence[Path]) -> Speed:
    """The best of some runs, each a fresh process with nothing remembered: the one least disturbed by others."""
    command = [sys.executable, "-m", "benchmarks.reading_quality.speed", *map(str, paths)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(_RUNS)]
    load, rate = min(run["load"] for run in runs), max(run["rate"] for run in runs)
    own = max(run["own_rate"] for run in runs)
    return Speed(_start(), load, int(runs[0]["lines"]), rate, own, max(run["megabytes"] for run in runs))


def _start() -> float:
    """Seconds of the whole command `mangnon directive repair` for a text of one line."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.txt"
        path.write_text("Can ctr Luat To chirc chinh quyén dia phuong\n", encoding="utf-8")
        command = [sys.executable, "-m", "mangnon", "directive", "repair", str(path)]
        for _ in range(_RUNS):
            before = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, "MANGNON_HOME": folder})
            taken.append(time.perf_counter() - before)
    return min(taken)


def _one_process(paths: Sequence[Path]) -> dict[str, float]:
    start = time.perf_counter()
    from mangnon.documents.reading.repair import load_repairer

    repairer = load_repairer()
    load = time.perf_counter() - start
    files = [path.read_text(encoding="utf-8").splitlines() for path in paths]
    lines = sum(bool(line.strip()) for file in files for line in file)
    start, own = time.perf_counter(), time.process_time()
    for file in files:
        repairer.repair_lines(file)
    taken, own = time.perf_counter() - start, time.process_time() - own
    return {"load": load, "lines": lines, "rate": lines / taken, "own_rate": lines / own, "megabytes": _most_resident()}


def _most_resident() -> float:
    """Megabytes this process ever had in memory. (`getrusage` would count what its parent had when it was started.)"""
    status = Path("/proc/self/status")
    if status.is_file():
        kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(_one_process([Path(name) for name in sys.argv[1:]])))
