"""One document left out: what the reader loses when it may know nothing that only that document says.

    python -m benchmarks.reading_quality.leave_out FILE.json

reads the papers that the file names in a process of its own, with a lexicon taught by given golds or with entries of
the catalogue taken away, and prints the counts of each as JSON.
"""

from __future__ import annotations

import inspect
import json
import lzma
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.reading_quality.papers import SHARED, Paper
from benchmarks.reading_quality.scoring import Counts

_CORPUS = SHARED / "corpus" / "language" / "phapdien.txt.xz"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One document: counts as shipped, taught by the others, and without the entries that only it supports."""

    stem: str
    shipped: Counts
    taught: Counts | None
    stripped: Counts
    entries: tuple[str, ...]


def left_out(papers: Sequence[Paper], shipped: dict[Path, Counts], say: Callable[[str], None]) -> list[LeftOut]:
    """Each document of `papers` in turn, all its files together."""
    texts = {paper.stem: _told(paper) for paper in papers}
    own = {stem: _own_entries(stem, texts) for stem in texts}
    lawful = _in_corpus({entry for entries in own.values() for entry in entries})
    answer = []
    for stem in texts:
        files = [paper for paper in papers if paper.stem == stem]
        entries = tuple(sorted(own[stem] - lawful))
        golds = sorted({str(paper.gold_path) for paper in papers if paper.stem != stem})
        before = _sum(shipped[paper.path] for paper in files)
        taught = _sum(_elsewhere(files, golds=golds)) if _takes_lexicon() else None
        stripped = _sum(_elsewhere(files, without=entries)) if entries else before
        answer.append(LeftOut(stem, before, taught, stripped, entries))
        say(f"left out: {stem}, {len(entries)} entries taken away")
    return answer


def _sum(counts: Iterable[Counts]) -> Counts:
    answer = Counts()
    for item in counts:
        answer += item
    return answer


def _takes_lexicon() -> bool:
    from mangnon.documents.reading import read_directive

    return "lexicon" in inspect.signature(read_directive).parameters


def plain(text: str) -> str:
    """Small letters, composed, one blank between words: how entries are looked for."""
    return " ".join(re.findall(r"[^\W_]+|&", unicodedata.normalize("NFC", text).lower()))


def _told(paper: Paper) -> str:
    """What a document says: the cells of its gold and, where it is there, its clean text."""
    gold = paper.gold()
    said = [str(task.get(field) or "") for task in gold.get("tasks") or [] for field in ("lead", "coordinating", "due")]
    clean = paper.gold_path.with_name(f"{paper.stem}.txt")
    if not clean.is_file():
        clean = paper.gold_path.with_name(f"{paper.stem}.clean.txt")
    said.append(clean.read_text(encoding="utf-8") if clean.is_file() else "")
    return f" {plain(' ; '.join(said))} "


def _own_entries(stem: str, texts: dict[str, str]) -> set[str]:
    """Entries of the shipped vocabularies that stand in one document and in no other."""
    others = [text for name, text in texts.items() if name != stem]
    return {
        entry
        for entry in _entries()
        if (words := f" {plain(entry)} ") in texts[stem] and not any(words in text for text in others)
    }


def _entries() -> set[str]:
    from mangnon.agencies.catalogue import load_catalogue
    from mangnon.documents.reading.vocabulary import TIME_PHRASES

    catalogue = load_catalogue()
    found = {form for agency in catalogue.agencies for form in (*agency.forms, *agency.abbreviations)}
    found |= {words for group in catalogue.classes for words in group.words}
    return {entry for entry in (*found, *TIME_PHRASES) if any(sign.isalpha() for sign in entry)}


def _in_corpus(entries: set[str]) -> set[str]:
    """The entries that the counted law has too."""
    if not entries or not _CORPUS.is_file():
        return set()
    wanted = {f" {plain(entry)} ": entry for entry in entries}
    found = set()
    with lzma.open(_CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            rough = line.lower()
            likely = [words for words in wanted if max(words.split(), key=len) in rough]
            if likely:
                text = f" {plain(line)} "
                for words in likely:
                    if words in text:
                        found.add(wanted.pop(words))
            if not wanted:
                break
    return found


def _elsewhere(papers: Sequence[Paper], *, golds: Sequence[str] = (), without: Sequence[str] = ()) -> list[Counts]:
    order = {
        "papers": [[paper.group, str(paper.path), str(paper.gold_path)] for paper in papers],
        "golds": list(golds),
        "without": list(without),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "order.json"
        path.write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.reading_quality.leave_out", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [Counts(**counts) for counts in json.loads(done.stdout.splitlines()[-1])]


def _without(entries: frozenset[str]) -> None:
    """Take entries out of the catalogue and the phrases of time, before anything reads them."""
    from mangnon.agencies import catalogue
    from mangnon.documents.reading import vocabulary

    make_agency, make_class = vars(catalogue)["_agency"], vars(catalogue)["_class"]

    def agency(item: dict[str, Any]) -> Any:
        kept = dict(item)
        for field in ("aliases", "abbreviations"):
            kept[field] = [form for form in item.get(field, []) if form not in entries]
        for field in ("name", "short"):
            if item[field] in entries:
                kept[field] = next(iter(kept["aliases"]), f"({item['code']})")
        return make_agency(kept)

    def words(item: dict[str, Any]) -> Any:
        return make_class({**item, "words": [text for text in item["words"] if text not in entries]})

    vars(catalogue).update(_agency=agency, _class=words)
    phrases = tuple(phrase for phrase in vocabulary.TIME_PHRASES if phrase not in entries)
    for module in [module for name, module in sys.modules.items() if name.startswith("mangnon.documents")]:
        if "TIME_PHRASES" in vars(module):
            vars(module)["TIME_PHRASES"] = phrases
    catalogue.load_catalogue.cache_clear()


def _main(path: Path) -> None:
    from benchmarks.reading_quality.__main__ import prepare
    from benchmarks.reading_quality.reading import results

    order = json.loads(path.read_text(encoding="utf-8"))
    prepare()
    _without(frozenset(order["without"]))
    lexicon = None
    if order["golds"]:
        from mangnon.documents.reading.lexicon import shipped_lexicon

        lexicon = shipped_lexicon().learn([json.loads(Path(gold).read_text("utf-8")) for gold in order["golds"]])
    papers = [Paper(group, Path(file), Path(gold)) for group, file, gold in order["papers"]]
    print(json.dumps([asdict(result.counts) for result in results(papers, lexicon=lexicon)]))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
