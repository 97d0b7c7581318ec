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

**Blind.** The *held-out* papers were written by somebody who did not work on the reader; who did was to look at
their scores, never at their lines. They are invented, in official form, and there are few of them. Papers given
with `--also` are as blind as whoever gives them says.
"""

SCANS: Final = """
The scans from beside the repository hold the rows of an annex, with head and report lines in part; they are
scored with the gold of the whole paper.
"""

WORDS: Final = """
A word is right when it is the same but for capitals and outer punctuation; where repair changed the number of
words of a line, all of them count as wrong. The engine itself changes that number by losing and inventing
blanks, which is then not undone. The own papers were not written by who wrote the repairer, but the errors left
on the development papers were looked at, and other printings of them were used for choosing weights.
"""

LEFT_OUT: Final = """
## One document left out

The reader has rules, a catalogue of bodies and phrases of time, and a model of language. Only the second can
hold something of a single document. So each document is read three times: as shipped; *taught by the others*,
with a lexicon that learned names and phrases from the golds of all other documents; and with everything *taken
away* from the catalogue and the phrases of time that stands in this document only, in none of the others and
nowhere in the counted law. What a rule owes to having been written with a document in view cannot be measured
so: for that there are the held-out papers.
"""

EXCLUSION: Final = """
## The evaluation documents are no input

The data of the repairer was made from these files (the builder wrote them down) and from lines of the first of
them that were printed and read:
"""

PEERS: Final = """
## Beside programs that restore marks

The same lines given one at a time to programs that put marks back on Vietnamese letters. They are made for text
whose letters are right and whose marks are gone, as when typed without a Vietnamese keyboard, and know more
kinds of language than law; a scan is not what they are for. The third and fourth row are their kind of text.
"""
