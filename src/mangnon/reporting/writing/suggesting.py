"""Words for the boxes of an entry, from recorded facts alone, each line with what it was put together from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold
from mangnon.plans.public import Difficulty, ProgressNote
from mangnon.reporting import rules
from mangnon.reporting.models import CarriedEntry, ReportEntry
from mangnon.reporting.rules.telling import Sentence, sentence, tell_done, tell_money, tell_next, tell_running
from mangnon.reporting.terms import FactKind
from mangnon.reporting.writing.facts import DoneWork, Fact, RecordedFigure, digest, line_fact

# What stands after the box's name in a suggestion's key; none for notes, difficulties and what others had drafted.
WORKS, MONEY, FIGURES, LAST_TIME = "hoat-dong", "kinh-phi", "so-lieu", "ky-truoc"
_TITLES = {
    "": "",
    WORKS: "từ hoạt động trong kỳ",
    MONEY: "từ kinh phí đã ghi",
    FIGURES: "từ số liệu đã ghi",
    LAST_TIME: "lời của kỳ trước",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a suggestion and the facts it tells."""

    text: str
    facts: tuple[Fact, ...]
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words for one box, put together from recorded facts alone; `sources` say which."""

    name: str
    text: str
    sources: tuple[str, ...]
    is_used: bool = False
    kind: str = ""
    lines: tuple[Line, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names it on the page: the box, and where its words are from."""
        return f"{self.name}.{self.kind}" if self.kind else self.name

    @property
    def title(self) -> str:
        """Where its words are from, in words; empty for notes."""
        return _TITLES[self.kind]


@dataclass(slots=True)
class Material:
    """What was recorded for one entry in the period, and who recorded it."""

    agency: Agency
    entry: ReportEntry
    notes: Sequence[ProgressNote] = ()
    difficulties: Sequence[Difficulty] = ()
    carried: Sequence[CarriedEntry] = ()
    works: Sequence[DoneWork] = ()
    figures: Sequence[RecordedFigure] = ()
    last_time: Sequence[tuple[Agency, Mapping[str, object]]] = ()
    years: str = ""
    facts: dict[tuple[str, int], Fact] = field(default_factory=dict)

    def box(self, name: str) -> str:
        """What a box says now."""
        return str(getattr(self.entry, name))


def suggestions_from(given: Material) -> list[Suggestion]:
    """Suggestions in the order of the page. Nothing is told twice: a note that says what an activity's result says
    already is left to the activity; what belongs to another task, or was judged to be one with another, is not told."""
    found = _carried(given)
    told = [work for work in given.works if work.is_told]
    done = _told(tell_done([work.work for work in told if work.state == "done"]), told)
    going = _told(tell_running([work.work for work in told if work.state == "running"]), told)
    found += _made(given, "results", WORKS, [*done, *going])
    found += _made(given, "results", MONEY, _money(given, told))
    known = {fold(work.work.results) for work in told if work.work.results}
    found += _made(given, "results", "", _noted(given, known))
    raised = [(row, _difficulty(row, given.agency)) for row in given.difficulties]
    found += _made(given, "difficulties", "", [Line(sentence(row.text), (fact,)) for row, fact in raised])
    found += _made(
        given,
        "proposals",
        "",
        [Line(sentence(row.proposal), (fact,)) for row, fact in raised if row.proposal.strip()],
    )
    coming = [work for work in told if work.state in ("next", "running")]
    later = tell_next((work.work, work.activity.due_on) for work in coming if _goes_on(work))
    found += _made(given, "next_period", WORKS, _told(later, told))
    found += _made(
        given, "results", FIGURES, [Line(f"{each.name}: {each.value}.", (each.fact,)) for each in given.figures]
    )
    for agency, fields in given.last_time:
        for name in rules.TEXT_FIELDS:
            words = str(fields.get(name) or "").strip()
            if words:
                fact = Fact(FactKind.LAST_TIME, agency.pk, f"báo cáo kỳ trước của {agency.name}", digest(words))
                found += _made(given, name, LAST_TIME, [Line(words, (fact,))])
    return found


def _goes_on(work: DoneWork) -> bool:
    return work.state == "next" or work.activity.due_on is None or work.work.progress < 100


def _made(given: Material, name: str, kind: str, lines: Sequence[Line]) -> list[Suggestion]:
    """A suggestion from its lines; those that stand in the box already are left out, until all of them do."""
    once: dict[str, Line] = {}
    for line in lines:
        if line.text:
            before = once.get(line.text)
            facts = (*before.facts, *line.facts) if before else line.facts
            once[line.text] = Line(line.text, facts, line.caution)
    if not once:
        return []
    present = given.box(name)
    for line in once.values():
        given.facts.update({fact.key: fact for fact in line.facts})
    missing = [line for line in once.values() if line.text not in present]
    shown = missing or list(once.values())
    sources = tuple(dict.fromkeys(fact.label for line in once.values() for fact in line.facts))
    return [
        Suggestion(
            name,
            "\n".join(line.text for line in shown),
            sources,
            is_used=not missing,
            kind=kind,
            lines=tuple(shown),
            cautions=tuple(dict.fromkeys(line.caution for line in shown if line.caution)),
        )
    ]


def _told(sentences: Iterable[Sentence], works: Sequence[DoneWork]) -> list[Line]:
    facts = {work.activity.pk: work.fact for work in works}
    return [Line(each.text, tuple(facts[pk] for pk in each.ids), each.caution) for each in sentences]


def _carried(given: Material) -> list[Suggestion]:
    """What bodies that the agency took over from had drafted."""
    found: list[Suggestion] = []
    for row in given.carried:
        named = f"nội dung {row.source.report.agency.name} đã viết trước khi sắp xếp"
        for name in rules.TEXT_FIELDS:
            text = str(getattr(row.source, name)).strip()
            fact = Fact(FactKind.CARRIED, row.source_id, named, digest(text))
            found += _made(given, name, "", [Line(text, (fact,))])
    return found


def _noted(given: Material, known: set[str]) -> list[Line]:
    """Progress notes, and how far it was at the last of them."""
    if not given.notes:
        return []
    facts = [_note(note, given.agency) for note in given.notes]
    lines = [
        Line(sentence(note.text), (fact,))
        for note, fact in zip(given.notes, facts, strict=True)
        if fold(note.text) not in known
    ]
    last = given.notes[-1]
    day = vn_date(clock.local_day(last.noted_at))
    lines.append(Line(f"Tiến độ thực hiện đến ngày {day} đạt {last.progress}%.", (facts[-1],)))
    return lines


def _money(given: Material, told: Sequence[DoneWork]) -> list[Line]:
    """Money spent for the activities that are told, each line once."""
    lines = [line for work in told if work.state != "next" for line in work.lines]
    made = tell_money(
        [(line.get_source_display(), line.spent) for line in lines], years=given.years, ids=[line.pk for line in lines]
    )
    return [Line(made.text, tuple(line_fact(line) for line in lines), made.caution)] if made else []


def _note(note: ProgressNote, agency: Agency) -> Fact:
    label = f"ghi nhận tiến độ {by(note.noted_at, note.assignment.agency, agency)}"
    return Fact(FactKind.NOTE, note.pk, label, digest(note.text, note.progress))


def _difficulty(row: Difficulty, agency: Agency) -> Fact:
    label = f"khó khăn nêu {by(row.raised_at, row.assignment.agency, agency)}"
    return Fact(FactKind.DIFFICULTY, row.pk, label, digest(row.text, row.proposal, row.answer))


def by(at: dt.datetime, who: Agency, agency: Agency) -> str:
    """«ngày 05/03/2025», with the body's name where it was another."""
    day = f"ngày {vn_date(clock.local_day(at))}"
    return day if who.pk == agency.pk else f"{day} của {who.name}"


def with_suggestion(present: str, suggestion: Suggestion) -> str:
    """The box's words with the suggested lines after them; lines that are there already are not repeated."""
    if suggestion.is_used:
        return present
    lines = [line.text for line in suggestion.lines if line.text not in present]
    return "\n".join([present.rstrip(), *lines]).strip()
