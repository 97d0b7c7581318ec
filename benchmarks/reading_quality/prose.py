"""What docs/reading.md says about its figures."""

from __future__ import annotations

from typing import Final

COUNTING: Final = """
Counting follows the rules of the scorers that come with the evaluation documents: tasks are paired by likeness
of text (at least 0.70), bodies must be the same set, a time frame must be at least 0.85 alike, a report has the
right kind, day and month, and four fields of the head count (number, date, issuer, kind).
"""

BLIND: Final = """
## What is blind, and what is not
**Not blind.** The papers beside the repository (clean, damaged, scans, the Kon Tum scan) were before the eyes
of those who wrote the reader. No sentence of them is in code, data or tests, but a rule is more easily found
for a difficulty that was seen. These figures say that the reader does what it was meant to; they do not say how
it does on the next paper. The *development* papers that the project wrote itself are not blind either: the
reader was improved on them.

**Blind.** The *held-out* papers were written by people who did not work on the reader and were read by this
command only. They are invented, in official form, and there are few of them. Papers given with `--also` are as
blind as whoever gives them says.
"""

SCANS: Final = """
The scans hold the rows of an annex alone. They are scored with the gold of the whole paper, so reports (which
stand in its body) cannot be found in them.
"""
